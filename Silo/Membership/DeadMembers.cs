using StackExchange.Redis;

namespace OrleansState.Silo.Membership;

/// <summary>
/// Declares silos dead that a starting silo finds in the table and that are gone: where all died, nobody is left to do it, and
/// Orleans would wait minutes for their answers. A silo is dead when it neither answers nor says in the table that it is alive;
/// one that this silo merely can't reach goes on saying so, and stays.
/// </summary>
internal sealed partial class DeadMembers(MembershipTable table, IServiceProvider services, ILocalSiloDetails self, TimeProvider clock, ILogger<DeadMembers> logger)
    : IHostedService, IDisposable
{
    /// <summary>In a row, each a <see cref="BetweenRounds"/> after the one before: time for several beats of one that lives.</summary>
    private const int RefusalsOfTheDead = 5;

    private const int SilencesOfTheDead = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenRounds = Heartbeat.Period;

    private readonly Dictionary<SiloAddress, Doubt> _doubts = [];
    private readonly CancellationTokenSource _stopping = new();
    private Task _watching = Task.CompletedTask;

    /// <summary>Returns when each silo of the table has proved that it lives or that it does not.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        while (await IsInDoubtAsync())
            await Task.Delay(BetweenRounds, clock, cancellationToken);
        _watching = WatchAsync(_stopping.Token);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stopping.Dispose();

    /// <summary>A silo may die while this one starts, and nobody else be there; once this one is active it probes others as all do.</summary>
    private async Task WatchAsync(CancellationToken stopping)
    {
        var membership = services.GetRequiredService<IClusterMembershipService>();
        while (membership.CurrentSnapshot.GetSiloStatus(self.SiloAddress) is SiloStatus.None or SiloStatus.Created or SiloStatus.Joining)
        {
            await Task.Delay(BetweenRounds, clock, stopping);
            await IsInDoubtAsync();
        }
    }

    private async Task<bool> IsInDoubtAsync()
    {
        try
        {
            MembershipEntry[] others =
            [
                .. (await table.ReadAll()).Members.Select(member => member.Item1)
                    .Where(member => member.Status is SiloStatus.Active && !member.SiloAddress.Equals(self.SiloAddress)),
            ];
            return (await Task.WhenAll(others.Select(IsInDoubtAsync))).Contains(true);
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException or OrleansException)
        {
            // A store that does not answer proves nothing.
            return true;
        }
    }

    private async Task<bool> IsInDoubtAsync(MembershipEntry member)
    {
        var sign = await LifeSigns.AskAsync(member.SiloAddress.Endpoint, Patience, clock);
        lock (_doubts)
        {
            var doubt = _doubts.GetValueOrDefault(member.SiloAddress) ?? new Doubt(member.IAmAliveTime, 0, 0);
            var lives = sign is LifeSign.Answered || doubt.Beat != member.IAmAliveTime;
            _doubts[member.SiloAddress] = doubt = lives
                ? new Doubt(member.IAmAliveTime, 0, 0)
                : doubt with { Refusals = sign is LifeSign.Refused ? doubt.Refusals + 1 : 0, Silences = doubt.Silences + 1 };
            if (lives)
                return false;
            if (doubt.Refusals < RefusalsOfTheDead && doubt.Silences < SilencesOfTheDead)
                return true;
        }

        if (await table.TryDeclareDeadAsync(member))
            LogDead(member.SiloAddress, sign);
        // Where it was not, the table has changed meanwhile: another look.
        return true;
    }

    /// <param name="Beat">When it last said that it is alive, by its own clock: only a change of it means anything.</param>
    /// <param name="Refusals">How often its machine refused a connection, without anything else in between.</param>
    /// <param name="Silences">How often it did not answer.</param>
    private sealed record Doubt(DateTime Beat, int Refusals, int Silences);

    [LoggerMessage(EventId = 4012, Level = LogLevel.Warning, Message = "Silo {Silo} is in the membership table, but neither answers ({Sign}) nor says there that it is alive: it is declared dead")]
    private partial void LogDead(SiloAddress silo, LifeSign sign);
}
