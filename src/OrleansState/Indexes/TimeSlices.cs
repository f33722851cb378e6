namespace OrleansState.Indexes;

/// <summary>Slices of time of one length.</summary>
/// <param name="Length">How long each is.</param>
/// <param name="Longest">The longest window that is read from them.</param>
internal sealed record TimeSlices(TimeSpan Length, TimeSpan Longest)
{
    /// <summary>The shortest first.</summary>
    public static IReadOnlyList<TimeSlices> All { get; } = [new(TimeSpan.FromSeconds(5), Trends.ShortWindow), new(TimeSpan.FromMinutes(1), Trends.LongestWindow)];

    /// <summary>How long the store keeps one: until no window reaches it, and as much longer as clocks may differ.</summary>
    public TimeSpan Keep => Longest + Length + TimeSpan.FromMinutes(1);

    public string IndexAt(string name, DateTimeOffset time) => IndexOf(name, NumberOf(time));

    /// <summary>The slices of a window that ends now, the present one among them.</summary>
    public static IEnumerable<string> Of(string name, TimeSpan window, DateTimeOffset now)
    {
        var slices = All.First(slices => window <= slices.Longest);
        var last = slices.NumberOf(now);
        var first = slices.NumberOf(now - window) + 1;
        for (var number = Math.Min(first, last); number <= last; number++)
            yield return slices.IndexOf(name, number);
    }

    private long NumberOf(DateTimeOffset time) => (long)(time - DateTimeOffset.UnixEpoch).TotalSeconds / (long)Length.TotalSeconds;

    private string IndexOf(string name, long number) => $"{name}/{(long)Length.TotalSeconds}s/{number}";
}
