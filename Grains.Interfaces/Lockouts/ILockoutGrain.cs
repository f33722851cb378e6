namespace OrleansState.Lockouts;

/// <summary>
/// Counts failed logins of one account name or one address; the grain key names it. After some free attempts each
/// further one has to wait, twice as long each time. Kept in memory only: a login flood writes nothing, a name that
/// nobody holds leaves nothing, and what an attacker can't do is restart a silo.
/// </summary>
[Alias("orleansstate.ILockoutGrain")]
public interface ILockoutGrain : IGrainWithStringKey
{
    /// <summary>
    /// Begins an attempt, which counts as failed until <see cref="SucceededAsync"/>: a thousand at once are not let
    /// through together. Answers how long to wait; zero lets it through.
    /// </summary>
    /// <param name="freeAttempts">How many may fail before waiting begins; at least 1.</param>
    [Alias("Begin")]
    Task<TimeSpan> BeginAsync(int freeAttempts);

    /// <summary>The attempt was no failure.</summary>
    /// <param name="forget">Whether the failures before it are forgotten too.</param>
    [Alias("Succeeded")]
    Task SucceededAsync(bool forget);
}
