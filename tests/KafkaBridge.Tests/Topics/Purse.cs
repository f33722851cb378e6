using Orleans.Concurrency;

namespace OrleansState.KafkaBridge.Tests.Topics;

/// <summary>What the records of the second topic mean.</summary>
/// <param name="Amount">How much is paid in.</param>
[GenerateSerializer, Immutable, Alias("test.deposit")]
public readonly record struct Deposit([property: Id(0)] long Amount);

[Alias("test.IPurseGrain")]
public interface IPurseGrain : IGrainWithStringKey
{
    [Alias("Deposit")]
    Task<LogReceipt> DepositAsync(LogBatch<Deposit> deposits);

    /// <summary>Takes an amount out, and tells of it.</summary>
    [Alias("Spend")]
    Task<Reply<long>> SpendAsync(long amount);

    [Alias("Get")]
    Task<long> GetAsync();
}

[GenerateSerializer, Immutable, Alias("test.purse")]
public sealed record Purse
{
    [Id(0)]
    public long Total { get; init; }
}

[Reentrant]
[GrainType("test-purse")]
internal sealed class PurseGrain([DurableState("test-purse", User = UserRelation.None, FromLog = true)] IDurableState<Purse> state) : Grain, IPurseGrain
{
    /// <summary>More than this is refused.</summary>
    public const long Most = 1_000;

    public Task<LogReceipt> DepositAsync(LogBatch<Deposit> deposits) => state.ApplyAsync(deposits, Take);

    public Task<Reply<long>> SpendAsync(long amount) => state.CommitAsync(purse =>
        Decision.Accept(new Purse { Total = purse.Total - amount }, purse.Total - amount).Tell("purse_spent", new Deposit(amount)));

    public async Task<long> GetAsync() => (await state.ReadLatestAsync()).State.Total;

    private static Decision<Purse, long> Take(Purse purse, Deposit deposit) => deposit.Amount > Most
        ? Decision.Refuse(purse, "too-much", "So much is not taken at once.")
        : Decision.Accept(new Purse { Total = purse.Total + deposit.Amount }, purse.Total + deposit.Amount);
}
