namespace OrleansState.Grains.Tests.Engine.Deadlines;

/// <summary>A sum that is gone when nobody has added to it for some time, and how often that has happened.</summary>
[GenerateSerializer, Immutable, Alias("orleansstate.tests.timed")]
internal sealed record Timed([property: Id(0)] long Sum, [property: Id(1)] DateTimeOffset? ChangedAt, [property: Id(2)] int Expiries)
{
    public static Decision<Timed, long> Add(Timed timed, long amount, DateTimeOffset now) =>
        Decision.Accept(timed with { Sum = timed.Sum + amount, ChangedAt = now }, timed.Sum + amount);

    public static Decision<Timed, Timed> Expire(Timed timed, DateTimeOffset now)
    {
        var expired = timed with { Sum = 0, ChangedAt = null, Expiries = timed.Expiries + 1 };
        return Decision.Accept(expired, expired);
    }
}
