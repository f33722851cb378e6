using System.Collections.Immutable;
using OrleansState;

namespace Shop;

public interface IPurseGrain : IGrainWithStringKey
{
    Task<bool> DepositAsync(string log, string epoch, ImmutableArray<Deposit> deposits);

    Task<long> GetAsync();
}

[GenerateSerializer, Immutable, Alias("deposit")]
public readonly record struct Deposit([property: Id(0)] long Offset, [property: Id(1)] long Amount);

[GenerateSerializer, Immutable, Alias("purse")]
public sealed record Purse([property: Id(0)] long Total, [property: Id(1)] ImmutableDictionary<string, long> Marks)
{
    public Purse() : this(0, ImmutableDictionary<string, long>.Empty) { }
}

public sealed class PurseGrain([DurableState("purse", User = UserRelation.KeyIsUserId, FromLog = true)] IDurableState<Purse> state) : Grain, IPurseGrain
{
    public async Task<bool> DepositAsync(string log, string epoch, ImmutableArray<Deposit> deposits)
    {
        var reply = await state.CommitAsync(new Command<Purse, bool>(purse => Take(purse, log, deposits), Epoch: epoch));
        return !EpochMismatch.Is(reply.Refusal);
    }

    public async Task<long> GetAsync() => (await state.ReadAsync()).State.Total;

    private static Decision<Purse, bool> Take(Purse purse, string log, ImmutableArray<Deposit> deposits)
    {
        var mark = purse.Marks.GetValueOrDefault(log, -1);
        var sum = deposits.Where(deposit => deposit.Offset > mark).Sum(deposit => deposit.Amount);
        return Decision.Accept(new Purse(purse.Total + sum, purse.Marks.SetItem(log, Math.Max(mark, deposits[^1].Offset))), true);
    }
}
