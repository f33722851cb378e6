using OrleansState.Hosting.Clustering.Departures;

namespace OrleansState.Silo.Membership;

/// <summary>
/// Stops a silo so that no call is lost: before it leaves, all clients have turned to others and have every answer that was to
/// come through it; before it closes its connections, no silo sends it anything and what was passed on to it has ended.
/// Each step waits for the others' word and not for a time.
/// </summary>
internal sealed class HandOver(SiloDeparture departure, ILocalSiloDetails self) : ILifecycleParticipant<ISiloLifecycle>
{
    private Uri Gateway => SiloAddress.New(self.SiloAddress.Endpoint.Address, self.GatewayAddress.Endpoint.Port, self.SiloAddress.Generation).ToGatewayUri();

    /// <summary>Stopping goes downwards.</summary>
    public void Participate(ISiloLifecycle lifecycle)
    {
        ArgumentNullException.ThrowIfNull(lifecycle);
        // While the silo is one of the cluster and does everything.
        Subscribe(ServiceLifecycleStage.Active, LeaveAsync);
        // Behind the end of its grains and its part of the directory, while it still passes on what comes.
        Subscribe(ServiceLifecycleStage.GrainDirectoryShutdown - 1, CloseAsync);
        // Behind the end of its connections.
        Subscribe(ServiceLifecycleStage.RuntimeInitialize - 2, _ => departure.WithdrawAsync(self.SiloAddress));

        void Subscribe(int stage, Func<CancellationToken, Task> stop) => lifecycle.Subscribe(nameof(HandOver), stage, _ => Task.CompletedTask, stop);
    }

    private Task LeaveAsync(CancellationToken hurry) => ConfirmedByAllAsync(DepartureStage.Leaving, hurry);

    private async Task CloseAsync(CancellationToken hurry)
    {
        await ConfirmedByAllAsync(DepartureStage.Empty, hurry);
        await ConfirmedByAllAsync(DepartureStage.Closing, hurry);
    }

    private Task ConfirmedByAllAsync(DepartureStage stage, CancellationToken hurry) => departure.ConfirmedByAllAsync(new Departure(self.SiloAddress, Gateway, stage), hurry);
}
