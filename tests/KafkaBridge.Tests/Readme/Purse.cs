using OrleansState;

namespace Shop;

public interface IPurseGrain : IGrainWithStringKey
{
    Task<LogReceipt> DepositAsync(LogBatch<long> deposits);

    Task<long> GetAsync();
}

[GenerateSerializer, Immutable, Alias("purse")]
public sealed record Purse([property: Id(0)] long Total)
{
    public Purse() : this(0) { }
}

public sealed class PurseGrain([DurableState("purse", User = UserRelation.KeyIsUserId, FromLog = true)] IDurableState<Purse> state) : Grain, IPurseGrain
{
    public Task<LogReceipt> DepositAsync(LogBatch<long> deposits) => state.ApplyAsync(deposits, Deposit);

    public async Task<long> GetAsync() => (await state.ReadAsync()).State.Total;

    private static Decision<Purse, long> Deposit(Purse purse, long amount) => amount > 0
        ? Decision.Accept(new Purse(purse.Total + amount), purse.Total + amount)
        : Decision.Refuse(purse, "no-deposit", $"{amount} is no deposit.");
}
