namespace OrleansState.Grains.Tests.Engine;

/// <summary>The smallest state there is: a sum that may not pass a limit.</summary>
[GenerateSerializer, Immutable, Alias("orleansstate.tests.tally")]
internal sealed record Tally([property: Id(0)] long Sum)
{
    public static Decision<Tally, long> Add(Tally tally, long amount) => Decision.Accept(new Tally(tally.Sum + amount), tally.Sum + amount);

    public static Decision<Tally, long> AddUpTo(Tally tally, long amount, long limit) => tally.Sum + amount > limit
        ? Decision.Refuse(tally, "limit", $"{limit} is the most.")
        : Add(tally, amount);
}
