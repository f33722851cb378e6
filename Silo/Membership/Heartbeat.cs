using OrleansState.Hosting.Membership;
using StackExchange.Redis;

namespace OrleansState.Silo.Membership;

/// <summary>
/// Says in the membership table that this silo is alive, and looks whether the table is still the one that it knows. By the
/// first, silos that can't reach this one know better than to take it for dead; by the second the cluster notices within a
/// moment that the store has lost a part of the table, or has news in it.
/// </summary>
internal sealed partial class Heartbeat(
    MembershipTable table, MembershipHash stored, IClusterMembershipService membership, ILocalSiloDetails self, TimeProvider clock, ILogger<Heartbeat> logger)
    : BackgroundService
{
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        var fails = false;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await table.BeatAsync(self.SiloAddress, membership.CurrentSnapshot))
                    await membership.Refresh(cancellationToken: stoppingToken);
                fails = false;
            }
            catch (Exception fault) when (fault is RedisException or TimeoutException or OrleansException)
            {
                if (!fails)
                    LogFails(fault.Message);
                fails = true;
                await LookForPrimaryAsync();
            }
        }
    }

    private async Task LookForPrimaryAsync()
    {
        try
        {
            await stored.LookForPrimaryAsync();
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException)
        {
            // It is looked for again.
        }
    }

    [LoggerMessage(EventId = 4011, Level = LogLevel.Warning, Message = "The membership table can't be reached, and is tried again and again: {Reason}")]
    private partial void LogFails(string reason);
}
