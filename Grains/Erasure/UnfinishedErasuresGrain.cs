using Orleans.Concurrency;
using OrleansState.Erasure;

namespace OrleansState.Grains.Erasure;

/// <summary>
/// Reentrant, since the erasures it carries on with come back to it. It speaks of other records: where the store comes back
/// without its last writes, those of the erasures may be among them, and what it had crossed off is to be done again. It tells
/// of the users, since nothing of their own is left that could.
/// </summary>
[Reentrant]
[GrainType("unfinished-erasures")]
internal sealed class UnfinishedErasuresGrain([DurableState("unfinished-erasures", User = UserRelation.Other, RestoresLostWrites = false)] IDurableState<UnfinishedErasuresState> state) : Grain, IUnfinishedErasuresGrain
{
    public Task BeginAsync(UnfinishedErasure erasure) => state.CommitAsync(state => UnfinishedErasuresRules.Begin(state, erasure));

    public async Task<UnfinishedErasure?> FindAsync(string userId) => (await state.ReadAsync()).State.Find(userId);

    public async Task EndAsync(string userId)
    {
        // As many may wait to be told as there is room for. This one is tried again with what else is left.
        if ((await state.CommitAsync(state => UnfinishedErasuresRules.End(state, userId))).Refusal is not null)
            await state.CommitAsync(state => UnfinishedErasuresRules.Erased(state, userId));
    }

    public async Task<long?> FindLettersDueAsync()
    {
        var erasures = (await state.ReadAsync()).State;
        return erasures.Ended > erasures.LettersErased ? erasures.Ended : null;
    }

    public Task LettersErasedAsync(long due) => state.CommitAsync(state => UnfinishedErasuresRules.LettersErased(state, due));

    public Task LettersLeftAsync() => state.CommitAsync(UnfinishedErasuresRules.LettersLeft);

    public async Task ResumeAsync()
    {
        var erasures = (await state.ReadAsync()).State.Erasures;
        await Task.WhenAll(erasures.Select(erasure => GrainFactory.GetGrain<IErasureGrain>(erasure.UserId).FinishAsync()));
    }
}
