using OrleansState.Lockouts;

namespace OrleansState.Grains.Lockouts;

/// <summary>The failed attempts of one name or address. Stays in memory as long as it has something to remember.</summary>
[GrainType("lockout")]
internal sealed class LockoutGrain(TimeProvider clock) : Grain, ILockoutGrain
{
    private Lockout _lockout;

    public Task<TimeSpan> BeginAsync(int freeAttempts)
    {
        (_lockout, var wait) = _lockout.Begin(Math.Max(1, freeAttempts), clock.GetUtcNow());
        DelayDeactivation(Lockout.LongestDelay + Lockout.LongestDelay);
        return Task.FromResult(wait);
    }

    public Task SucceededAsync(bool forget)
    {
        _lockout = _lockout.Succeed(forget);
        return Task.CompletedTask;
    }
}
