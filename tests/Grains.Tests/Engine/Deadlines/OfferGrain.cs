using Orleans.Concurrency;

namespace OrleansState.Grains.Tests.Engine.Deadlines;

/// <summary>An offer that ends, and says so.</summary>
[Alias("orleansstate.tests.IOfferGrain")]
public interface IOfferGrain : IGrainWithStringKey
{
    [Alias("EndIn")]
    Task EndInAsync(TimeSpan time);
}

[GenerateSerializer, Immutable, Alias("orleansstate.tests.offer")]
internal sealed record Offer([property: Id(0)] DateTimeOffset? EndsAt)
{
    public Offer() : this((DateTimeOffset?)null)
    {
    }
}

[Reentrant]
[GrainType("tests-offer")]
internal sealed class OfferGrain : Grain, IOfferGrain
{
    private readonly IDurableState<Offer> _state;
    private readonly TimeProvider _clock;

    public OfferGrain([DurableState("offer", User = UserRelation.None)] IDurableState<Offer> state, TimeProvider clock)
        => (_state, _clock) = (state, clock);

    public static void Define(StateDefinition<Offer> offers, IServiceProvider services) =>
        offers.Deadline(new Deadline<Offer>(offer => offer.EndsAt, (_, now) => Decision.Accept(new Offer(), new Offer()).Tell("offer_ended", now)));

    public Task EndInAsync(TimeSpan time) => _state.CommitAsync(_ => Decision.Accept(new Offer(_clock.GetUtcNow() + time), true));
}
