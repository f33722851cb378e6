namespace OrleansState.Grains.Lockouts;

/// <summary>
/// Failed attempts of the time just past, counted by twentieths of the window: an attempt leaves it together with those of its
/// twentieth, and so up to a twentieth late. Time is an argument.
/// </summary>
internal sealed class FailureWindow
{
    private const int Parts = 20;

    /// <summary>The oldest first; none is empty.</summary>
    private readonly List<(long Part, int Failures)> _counts = [];

    private TimeSpan _window;

    private long PartTicks => _window.Ticks / Parts;

    /// <summary>Counts an attempt as failed, or says how long it has to wait.</summary>
    public TimeSpan Begin(int attempts, TimeSpan window, DateTimeOffset now)
    {
        if (_window != window)
            _counts.Clear();
        _window = window;
        var part = now.UtcTicks / PartTicks;
        _counts.RemoveAll(count => count.Part + Parts < part);
        if (_counts.Sum(count => (long)count.Failures) >= attempts)
            return TimeSpan.FromTicks(((_counts[0].Part + Parts + 1) * PartTicks) - now.UtcTicks);
        if (_counts is [.., var last] && last.Part == part)
            _counts[^1] = (part, last.Failures + 1);
        else
            _counts.Add((part, 1));
        return TimeSpan.Zero;
    }

    /// <summary>One attempt was no failure: the latest, for want of knowing which.</summary>
    public void Succeed()
    {
        if (_counts is not [.., var last])
            return;
        if (last.Failures > 1)
            _counts[^1] = last with { Failures = last.Failures - 1 };
        else
            _counts.RemoveAt(_counts.Count - 1);
    }
}
