using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansState.Erasure;

namespace OrleansState.Grains.Erasure;

/// <summary>Asks the store for tombstones, on whatever silo; which letters are due lies with the erasures.</summary>
[StatelessWorker]
[GrainType("erased-users")]
internal sealed class ErasedUsersGrain(StateEngine engine) : Grain, IErasedUsersGrain
{
    private IUnfinishedErasuresGrain Erasures => GrainFactory.GetGrain<IUnfinishedErasuresGrain>(IUnfinishedErasuresGrain.Key);

    public async Task<ImmutableArray<string>> FindErasedAsync(ImmutableArray<string> userIds)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(userIds.Length, IErasedUsersGrain.MaxUsers);
        var erased = await engine.FindTombstonesAsync(userIds);
        return [.. userIds.Where((_, i) => erased[i])];
    }

    public Task<long?> FindLettersDueAsync() => Erasures.FindLettersDueAsync();

    public Task LettersErasedAsync(long due) => Erasures.LettersErasedAsync(due);

    public Task LettersLeftAsync() => Erasures.LettersLeftAsync();
}
