using OrleansState.Hosting.Orleans;

namespace OrleansState.Silo.Membership;

/// <summary>
/// A silo that stops refuses what still comes and closes its connections a few milliseconds later. This keeps them open until
/// the refusals are through, and until what it is passing on has found its way: who made a call that vanishes with a
/// connection can't tell whether it was carried out.
/// </summary>
internal sealed class LastRefusals(TimeProvider clock) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle)
    {
        ArgumentNullException.ThrowIfNull(lifecycle);
        // Stopping goes downwards: behind the silo's refusing, before the end of its placement and its connections.
        lifecycle.Subscribe(nameof(LastRefusals), ServiceLifecycleStage.RuntimeServices - 1, _ => Task.CompletedTask, LingerAsync);
    }

    private Task LingerAsync(CancellationToken hurry) => Task.Delay(GatewayTimes.Linger, clock, hurry);
}
