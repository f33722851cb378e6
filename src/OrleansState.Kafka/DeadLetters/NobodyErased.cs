using System.Collections.Frozen;
using Confluent.Kafka;

namespace OrleansState.Kafka.DeadLetters;

/// <summary>Stands where nobody tells of erased users.</summary>
internal sealed class NobodyErased : IErasedUsers
{
    public IReadOnlySet<string> NamedIn(byte[]? key, byte[]? value, Headers? headers) => FrozenSet<string>.Empty;

    public Task<IReadOnlySet<string>> FindAsync(IEnumerable<string> userIds) => Task.FromResult<IReadOnlySet<string>>(FrozenSet<string>.Empty);

    public Task<long?> FindLettersDueAsync() => Task.FromResult<long?>(null);

    public Task LettersErasedAsync(long due) => Task.CompletedTask;

    public Task LettersLeftAsync() => Task.CompletedTask;
}
