using Orleans.Concurrency;
using OrleansState.Erasure;
using OrleansState.Grains.Engine;

namespace OrleansState.Grains.Erasure;

/// <summary>
/// Reentrant, since the erasures it carries on with come back to it. It speaks of other records: where the store comes back
/// without its last writes, those of the erasures may be among them, and what it had crossed off is to be done again.
/// </summary>
[Reentrant]
[GrainType("unfinished-erasures")]
internal sealed class UnfinishedErasuresGrain(StateEngine engine)
    : StateGrain<UnfinishedErasuresState>(engine, "unfinished-erasures", UnfinishedErasuresState.None, heals: false), IUnfinishedErasuresGrain
{
    public Task BeginAsync(UnfinishedErasure erasure) => State.CommitAsync(state => UnfinishedErasuresRules.Begin(state, erasure));

    public async Task<UnfinishedErasure?> FindAsync(string userId) => (await State.ReadAsync()).State.Find(userId);

    public Task EndAsync(string userId) => State.CommitAsync(state => UnfinishedErasuresRules.End(state, userId));

    public async Task<long?> FindLettersDueAsync()
    {
        var state = (await State.ReadAsync()).State;
        return state.Ended > state.LettersErased ? state.Ended : null;
    }

    public Task LettersErasedAsync(long due) => State.CommitAsync(state => UnfinishedErasuresRules.LettersErased(state, due));

    public Task LettersLeftAsync() => State.CommitAsync(UnfinishedErasuresRules.LettersLeft);

    public async Task ResumeAsync()
    {
        var erasures = (await State.ReadAsync()).State.Erasures;
        await Task.WhenAll(erasures.Select(erasure => GrainFactory.GetGrain<IErasureGrain>(erasure.UserId).FinishAsync()));
    }
}
