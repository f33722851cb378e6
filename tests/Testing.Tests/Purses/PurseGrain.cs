using Orleans.Concurrency;

namespace OrleansState.Testing.Tests.Purses;

[Reentrant]
[GrainType("purse")]
internal sealed class PurseGrain([DurableState("purse", User = UserRelation.KeyIsUserId)] IDurableState<Purse> state) : Grain, IPurseGrain
{
    public Task<Reply<long>> FillAsync(long amount, CommandContext? context) => state.CommitAsync(purse => purse.Fill(amount), context);

    public Task<Reply<long>> PayAsync(long amount, CommandContext? context) => state.CommitAsync(purse => purse.Pay(amount), context);

    public async Task<long> ReadAsync() => (await state.ReadAsync()).State.Balance;
}
