using StackExchange.Redis;

namespace OrleansState.Silo.Membership;

/// <summary>
/// Tells the cluster at once that another silo's process is gone, where Orleans' probes would take seconds. The operating
/// system closes the connections of a killed process and refuses new ones; both together are proof that the silo is dead.
/// A silo that is paused, cut off or slow keeps its connection or does not refuse one, and is left to the probes.
/// </summary>
internal sealed partial class PeerWatch(IClusterMembershipService membership, ILocalSiloDetails self, TimeProvider clock, ILogger<PeerWatch> logger)
    : BackgroundService
{
    /// <summary>One refusal may be of a moment; so many in a row are nobody's.</summary>
    private const int RefusalsOfTheDead = 2;

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(75);
    private static readonly TimeSpan BetweenLaterTries = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var watches = new Dictionary<SiloAddress, (CancellationTokenSource End, Task Watch)>();
        try
        {
            await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(stoppingToken))
                Follow(snapshot, watches);
        }
        finally
        {
            foreach (var (end, _) in watches.Values)
                await end.CancelAsync();
            await Task.WhenAll(watches.Values.Select(w => w.Watch));
            foreach (var (end, _) in watches.Values)
                end.Dispose();
        }
    }

    private void Follow(ClusterMembershipSnapshot snapshot, Dictionary<SiloAddress, (CancellationTokenSource End, Task Watch)> watches)
    {
        foreach (var (silo, (end, _)) in watches.Where(w => snapshot.GetSiloStatus(w.Key) is not SiloStatus.Active).ToArray())
        {
            watches.Remove(silo);
            end.Cancel();
            end.Dispose();
        }

        foreach (var silo in snapshot.Members.Keys.Where(silo => snapshot.GetSiloStatus(silo) is SiloStatus.Active && !silo.Equals(self.SiloAddress) && !watches.ContainsKey(silo)))
        {
            var end = new CancellationTokenSource();
            watches.Add(silo, (end, WatchAsync(silo, end.Token)));
        }
    }

    private async Task WatchAsync(SiloAddress silo, CancellationToken ended)
    {
        // Who was never reached refuses nothing: the fault may be on this side, and the probes ask others too.
        var wasReached = false;
        var refusals = 0;
        try
        {
            while (true)
            {
                var end = await PeerConnection.HoldAsync(silo.Endpoint, ended);
                wasReached |= end is PeerEnd.Closed;
                refusals = end is PeerEnd.Refused ? refusals + 1 : 0;
                if (wasReached && refusals == RefusalsOfTheDead)
                    await DeclareDeadAsync(silo, ended);
                await Task.Delay(end is PeerEnd.OutOfReach || refusals >= RefusalsOfTheDead ? BetweenLaterTries : BetweenTries, clock, ended);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // This silo stops, or the other one is no longer active.
        }
    }

    /// <summary>A silo that shut down in order has said so in the store before it closed; only one that did not is dead.</summary>
    private async Task DeclareDeadAsync(SiloAddress silo, CancellationToken ended)
    {
        try
        {
            await membership.Refresh(cancellationToken: ended);
            if (membership.CurrentSnapshot.GetSiloStatus(silo) is not SiloStatus.Active)
                return;
            LogDead(silo);
            await membership.TryKill(silo);
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException or OrleansException)
        {
            LogLeft(silo, fault.Message);
        }
    }

    [LoggerMessage(EventId = 4001, Level = LogLevel.Warning, Message = "Silo {Silo} has closed its connection and refuses another: its process is gone and it is declared dead")]
    private partial void LogDead(SiloAddress silo);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Warning, Message = "Silo {Silo} seems to be gone, but the store can't be asked and the matter is left to the probes: {Reason}")]
    private partial void LogLeft(SiloAddress silo, string reason);
}
