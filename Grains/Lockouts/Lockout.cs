namespace OrleansState.Grains.Lockouts;

/// <summary>Failed attempts in a row, and until when the next one has to wait. Pure: time is an argument.</summary>
internal readonly record struct Lockout(int Failures, DateTimeOffset LastAttempt, DateTimeOffset LockedUntil)
{
    public static TimeSpan FirstDelay { get; } = TimeSpan.FromSeconds(1);

    public static TimeSpan LongestDelay { get; } = TimeSpan.FromMinutes(15);

    /// <summary>Failures are forgotten when none has come for as long as the longest delay.</summary>
    public (Lockout Next, TimeSpan Wait) Begin(int freeAttempts, DateTimeOffset now)
    {
        if (now < LockedUntil)
            return (this, LockedUntil - now);
        var failures = now - LastAttempt > LongestDelay + LongestDelay ? 1 : Math.Min(Failures + 1, int.MaxValue - 1);
        return (new Lockout(failures, now, now + DelayAfter(failures - freeAttempts)), TimeSpan.Zero);
    }

    public Lockout Succeed(bool forget) => forget || Failures <= 1 ? default : this with { Failures = Failures - 1, LockedUntil = default };

    /// <summary>None while attempts are free; then a second, doubled with each failure, up to the longest.</summary>
    private static TimeSpan DelayAfter(int beyondFree) => beyondFree switch
    {
        < 0 => TimeSpan.Zero,
        >= 10 => LongestDelay,
        _ => TimeSpan.FromTicks(Math.Min(LongestDelay.Ticks, FirstDelay.Ticks << beyondFree)),
    };
}
