namespace OrleansState.Hosting.Clustering.Departures;

/// <summary>How often processes look, and how long a silo that stops bears with those that do not answer. A time that is wrong makes a stop slower.</summary>
internal static class DepartureTimes
{
    /// <summary>How often a process looks whether a silo leaves.</summary>
    public static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    /// <summary>How often while one does.</summary>
    public static readonly TimeSpan BetweenQuickLooks = TimeSpan.FromMilliseconds(50);

    /// <summary>A process that has not reported for so long has died, and nothing of it is under way.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    /// <summary>How long a silo waits for confirmations in all. What is still under way then ends as it would with a silo that died.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>How long the whole stop of a silo may take, which is more than <see cref="Patience"/>.</summary>
    public static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(90);

    /// <summary>A silo that is still about to stop after so long died on the way and can't take its word back.</summary>
    public static readonly TimeSpan Longest = 2 * StopPatience;
}
