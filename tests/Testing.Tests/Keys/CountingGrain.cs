using Orleans.Concurrency;
using OrleansState.Testing.Tests.Purses;

namespace OrleansState.Testing.Tests.Keys;

[Reentrant]
[GrainType("counting")]
internal sealed class CountingGrain([DurableState("counting", User = UserRelation.None)] IDurableState<Purse> state)
    : Grain, IIntegerKeyGrain, IGuidKeyGrain, IIntegerCompoundKeyGrain, IGuidCompoundKeyGrain
{
    public Task<Reply<long>> CountAsync(CommandContext? context) => state.CommitAsync(count => count.Fill(1), context);
}
