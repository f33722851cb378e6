namespace OrleansState;

/// <summary>How growth is kept: in slices of time, each of which the store drops when no window reaches it any more.</summary>
public static class Trends
{
    /// <summary>Windows up to this one are exact to a slice of 5 seconds.</summary>
    public static TimeSpan ShortWindow { get; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest window; those above <see cref="ShortWindow"/> are exact to a slice of a minute.</summary>
    public static TimeSpan LongestWindow { get; } = TimeSpan.FromDays(1);
}
