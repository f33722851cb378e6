using Confluent.Kafka;
using OrleansState.Erasure;
using OrleansState.Kafka;

namespace OrleansState.KafkaBridge.DeadLetters;

/// <summary>Who was erased, as the silos know it.</summary>
internal sealed class ErasedUsers(IClusterClient cluster) : IErasedUsers
{
    private IErasedUsersGrain Grain => cluster.GetGrain<IErasedUsersGrain>(IErasedUsersGrain.Key);

    public IReadOnlySet<string> NamedIn(byte[]? key, byte[]? value, Headers? headers) => NamedUsers.In(key, value, headers);

    public async Task<IReadOnlySet<string>> FindAsync(IEnumerable<string> userIds)
    {
        var erased = new HashSet<string>(StringComparer.Ordinal);
        foreach (var some in userIds.Distinct(StringComparer.Ordinal).Chunk(IErasedUsersGrain.MaxUsers))
            erased.UnionWith(await Grain.FindErasedAsync([.. some]).ConfigureAwait(false));
        return erased;
    }

    public Task<long?> FindLettersDueAsync() => Grain.FindLettersDueAsync();

    public Task LettersErasedAsync(long due) => Grain.LettersErasedAsync(due);

    public Task LettersLeftAsync() => Grain.LettersLeftAsync();
}
