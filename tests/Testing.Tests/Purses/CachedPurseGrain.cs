using Orleans.Concurrency;

namespace OrleansState.Testing.Tests.Purses;

/// <summary>Keeps what it is about to write in a field, and reads from there.</summary>
[Reentrant]
[GrainType("cached-purse")]
internal sealed class CachedPurseGrain([DurableState("cached-purse", User = UserRelation.None)] IDurableState<Purse> state) : Grain, ICachedPurseGrain
{
    private long? _balance;

    public Task<Reply<long>> FillAsync(long amount, CommandContext? context) => state.CommitAsync(purse => Cached(purse.Fill(amount)), context);

    public Task<Reply<long>> PayAsync(long amount, CommandContext? context) => state.CommitAsync(purse => Cached(purse.Pay(amount)), context);

    public async Task<long> ReadAsync() => _balance ?? (await state.ReadAsync()).State.Balance;

    private Decision<Purse, long> Cached(Decision<Purse, long> decision)
    {
        _balance = decision.State.Balance;
        return decision;
    }
}
