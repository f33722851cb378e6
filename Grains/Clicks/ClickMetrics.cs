using System.Diagnostics.Metrics;

namespace OrleansState.Grains.Clicks;

/// <summary>What became of clicks, on the meter <c>OrleansState</c>.</summary>
internal sealed class ClickMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _skipped = meters.Create("OrleansState")
        .CreateCounter<long>("erased_clicks_skipped", "{click}", "Events of erased users that were not counted");

    /// <summary>Events of an erased user were passed over.</summary>
    public void SkippedErased(int clicks) => _skipped.Add(clicks);
}
