using System.Collections.Immutable;
using Orleans.Concurrency;

namespace OrleansState.KafkaBridge.Tests.Topics;

/// <summary>What the records of the second topic mean.</summary>
/// <param name="Amount">How much is paid in.</param>
public readonly record struct Deposit(long Amount);

[GenerateSerializer, Immutable, Alias("test.logged-deposit")]
public readonly record struct LoggedDeposit([property: Id(0)] long Offset, [property: Id(1)] long Amount, [property: Id(2)] string? Origin);

[GenerateSerializer, Immutable, Alias("test.deposits")]
public sealed record Deposits([property: Id(0)] string Log, [property: Id(1)] string Epoch, [property: Id(2)] ImmutableArray<LoggedDeposit> Events);

[Alias("test.IPurseGrain")]
public interface IPurseGrain : IGrainWithStringKey
{
    /// <summary>The offsets that can't be taken; null: the store is in another epoch.</summary>
    [Alias("Deposit")]
    Task<ImmutableArray<long>?> DepositAsync(Deposits deposits);

    [Alias("Get")]
    Task<long> GetAsync();
}

/// <summary>Its marks are in the same record as what they are of.</summary>
[GenerateSerializer, Immutable, Alias("test.purse")]
public sealed record Purse
{
    [Id(0)]
    public long Total { get; init; }

    [Id(1)]
    public ImmutableDictionary<string, long> Marks { get; init; } = ImmutableDictionary<string, long>.Empty;

    [Id(2)]
    public ImmutableHashSet<string> Origins { get; init; } = [];
}

[Reentrant]
[GrainType("test-purse")]
internal sealed class PurseGrain([DurableState("test-purse", User = UserRelation.None, FromLog = true)] IDurableState<Purse> state) : Grain, IPurseGrain
{
    /// <summary>More than this is refused.</summary>
    public const long Most = 1_000;

    public async Task<ImmutableArray<long>?> DepositAsync(Deposits deposits)
    {
        var reply = await state.CommitAsync(new Command<Purse, ImmutableArray<long>>(purse => Decide(purse, deposits), Epoch: deposits.Epoch));
        return EpochMismatch.Is(reply.Refusal) ? null : reply.Value;
    }

    public async Task<long> GetAsync() => (await state.ReadLatestAsync()).State.Total;

    private static Decision<Purse, ImmutableArray<long>> Decide(Purse purse, Deposits deposits)
    {
        var mark = purse.Marks.GetValueOrDefault(deposits.Log, -1);
        var refused = ImmutableArray.CreateBuilder<long>();
        foreach (var deposit in deposits.Events)
        {
            if (deposit.Amount > Most)
                refused.Add(deposit.Offset);
            else if (deposit.Offset > mark && (deposit.Origin is null || !purse.Origins.Contains(deposit.Origin)))
                purse = purse with { Total = purse.Total + deposit.Amount, Origins = deposit.Origin is null ? purse.Origins : purse.Origins.Add(deposit.Origin) };
        }

        var last = Math.Max(mark, deposits.Events[^1].Offset);
        return Decision.Accept(purse with { Marks = purse.Marks.SetItem(deposits.Log, last) }, refused.ToImmutable());
    }
}
