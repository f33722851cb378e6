using StackExchange.Redis;

namespace OrleansState.Silo.Membership;

/// <summary>
/// Keeps a process that stood still from answering out of a memory that may be another silo's by now: others may have declared
/// it dead meanwhile and gone on with its grains. What comes after such a sleep waits for a look at the membership table, after
/// which a silo that is dead ends.
/// </summary>
internal sealed class SleptCalls(IServiceProvider services, ILocalSiloDetails self, TimeProvider clock) : BackgroundService, IIncomingGrainCallFilter
{
    private static readonly TimeSpan BetweenTicks = TimeSpan.FromMilliseconds(250);

    /// <summary>Shorter than it takes the others to declare a silo dead that does not answer their probes.</summary>
    private static readonly TimeSpan Nap = TimeSpan.FromMilliseconds(1_000);

    private readonly Lock _gate = new();
    private long _lastTick = clock.GetTimestamp();
    private volatile bool _isDead;
    private Task? _look;

    public Task Invoke(IIncomingGrainCallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Volatile.Read(ref _look) is null && !HasSlept() && !_isDead ? context.Invoke() : InvokeAsync(context);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(BetweenTicks, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // Taken first, lest a sleep between the question and the answer go unnoticed.
            var now = clock.GetTimestamp();
            if (clock.GetElapsedTime(_lastTick, now) > Nap)
                _ = Look();
            Volatile.Write(ref _lastTick, now);
        }
    }

    private bool HasSlept() => clock.GetElapsedTime(Volatile.Read(ref _lastTick)) > Nap;

    private async Task InvokeAsync(IIncomingGrainCallContext context)
    {
        await (Volatile.Read(ref _look) ?? Look());
        await context.Invoke();
    }

    /// <summary>The look that is under way, or a new one.</summary>
    private Task Look()
    {
        lock (_gate)
            return _look ??= LookAsync();
    }

    private async Task LookAsync()
    {
        // Begun under the gate, which must not be held while the store is asked.
        await Task.Yield();
        try
        {
            var membership = services.GetRequiredService<IClusterMembershipService>();
            await membership.Refresh();
            // Whoever asks after this look must not be answered either.
            _isDead |= membership.CurrentSnapshot.GetSiloStatus(self.SiloAddress) is SiloStatus.Dead;
            if (_isDead)
                throw new SiloUnavailableException("This silo was declared dead while it stood still.");
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException)
        {
            // Memory goes on answering while the store is away, as it does without a sleep.
        }
        finally
        {
            lock (_gate)
                _look = null;
        }
    }
}
