using StackExchange.Redis;

namespace OrleansState.Silo.Membership;

/// <summary>
/// Tells the cluster at once that another silo's process is gone, where Orleans' probes would take seconds. The operating
/// system closes the connections of a killed process and refuses new ones, and nothing says in the membership table any more
/// that it is alive: all three together are proof that the silo is dead. A silo that is paused, cut off or slow keeps its
/// connection or does not refuse one, and is left to the probes; one whose connections something between refuses lives on in
/// the table.
/// </summary>
internal sealed partial class PeerWatch(
    IClusterMembershipService membership, IMembershipTable table, ILocalSiloDetails self, TimeProvider clock, ILogger<PeerWatch> logger)
    : BackgroundService
{
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
        RefusedBeats? beats = null;
        try
        {
            while (true)
            {
                var end = await PeerConnection.HoldAsync(silo.Endpoint, ended);
                wasReached |= end is PeerEnd.Closed;
                beats = wasReached && end is PeerEnd.Refused ? await CountAsync(silo, beats, ended) : null;
                if (beats is { AreOfTheDead: true })
                    await DeclareDeadAsync(silo, ended);
                await Task.Delay(end is PeerEnd.OutOfReach || beats is { AreOfTheDead: true } ? BetweenLaterTries : BetweenTries, clock, ended);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // This silo stops, or the other one is no longer active.
        }
    }

    private async Task<RefusedBeats?> CountAsync(SiloAddress silo, RefusedBeats? before, CancellationToken ended)
    {
        try
        {
            var rows = await table.ReadAllAsync(ended);
            return rows.TryGet(silo) is { Item1: var other } && rows.TryGet(self.SiloAddress) is { Item1: var own }
                ? RefusedBeats.After(before, other.IAmAliveTime, own.IAmAliveTime)
                : null;
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException or OrleansException)
        {
            LogLeft(silo, fault.Message);
            return before;
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

    [LoggerMessage(EventId = 4001, Level = LogLevel.Warning, Message = "Silo {Silo} has closed its connection, refuses another and no longer says that it is alive: its process is gone and it is declared dead")]
    private partial void LogDead(SiloAddress silo);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Warning, Message = "Silo {Silo} seems to be gone, but the store can't be asked: {Reason}")]
    private partial void LogLeft(SiloAddress silo, string reason);
}
