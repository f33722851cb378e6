using OrleansState.Lockouts;

namespace OrleansState.Grains.Lockouts;

/// <summary>The failed attempts of one name, device or address. Stays in memory as long as it has something to remember.</summary>
[GrainType("lockout")]
internal sealed class LockoutGrain(TimeProvider clock) : Grain, ILockoutGrain
{
    private Lockout _lockout;
    private FailureWindow? _window;

    public Task<TimeSpan> BeginAsync(int freeAttempts)
    {
        (_lockout, var wait) = _lockout.Begin(Math.Max(1, freeAttempts), clock.GetUtcNow());
        DelayDeactivation(Lockout.LongestDelay + Lockout.LongestDelay);
        return Task.FromResult(wait);
    }

    public Task<TimeSpan> BeginInWindowAsync(int attempts, TimeSpan window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, TimeSpan.FromSeconds(1));
        var wait = (_window ??= new FailureWindow()).Begin(Math.Max(1, attempts), window, clock.GetUtcNow());
        DelayDeactivation(window + window);
        return Task.FromResult(wait);
    }

    public Task SucceededAsync(bool forget)
    {
        _window?.Succeed();
        _lockout = _lockout.Succeed(forget);
        return Task.CompletedTask;
    }
}
