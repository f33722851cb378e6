namespace OrleansState.Bench.Rows;

/// <summary>
/// Loads a contestant until it gets no faster: what compiles as it runs takes ten seconds and more of load on few cores,
/// and a user's server has long passed that.
/// </summary>
internal static class Warming
{
    /// <summary>Bursts without a gain after which a contestant counts as warm.</summary>
    private const int Patience = 3;

    /// <summary>A rate that rises by less than this is noise.</summary>
    private const double Gain = 1.05;

    /// <param name="settings">How long a burst is and how many there may be.</param>
    /// <param name="burst">Loads it for so long and returns the rate.</param>
    public static async Task UntilSteadyAsync(RowSettings settings, Func<TimeSpan, Task<double>> burst)
    {
        var (best, withoutGain) = (0.0, 0);
        for (var bursts = 0; bursts < settings.MaxWarmingBursts && withoutGain < Patience; bursts++)
        {
            var rate = await burst(settings.WarmingBurst);
            withoutGain = rate > best * Gain ? 0 : withoutGain + 1;
            best = Math.Max(best, rate);
        }
    }
}
