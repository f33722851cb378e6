namespace OrleansState.Lockouts;

/// <summary>
/// Counts failed logins of one account name, one known device or one address; the grain key names it, and each is counted in one
/// of two ways. A name's or a device's by <see cref="BeginAsync"/>: after some free attempts in a row each further one has to
/// wait, twice as long each time. An address's, which many may share, by <see cref="BeginInWindowAsync"/>: so many may fail in
/// any such time. Kept in memory only: a login flood writes nothing, a name that
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

    /// <summary>
    /// As <see cref="BeginAsync"/>, with the failures that lie further back than the window forgotten. Answers how long until one
    /// of those that count has left it; zero lets the attempt through.
    /// </summary>
    /// <param name="attempts">How many may fail within the window; at least 1.</param>
    /// <param name="window">How long a failure counts; at least a second.</param>
    [Alias("BeginInWindow")]
    Task<TimeSpan> BeginInWindowAsync(int attempts, TimeSpan window);

    /// <summary>The attempt was no failure.</summary>
    /// <param name="forget">Whether the failures before it are forgotten too.</param>
    [Alias("Succeeded")]
    Task SucceededAsync(bool forget);
}
