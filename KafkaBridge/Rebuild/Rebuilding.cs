using OrleansState.Kafka;
using OrleansState.KafkaBridge.Clicks;

namespace OrleansState.KafkaBridge.Rebuild;

/// <summary>Makes the counts anew out of the log, beside the live ones, and has each counter hold itself against them.</summary>
internal sealed class Rebuilding(IGrainFactory grains, IngestRebuild<ClickEvent> rebuild)
{
    /// <param name="replaces">Whether counters that differ are put right.</param>
    /// <param name="fromZero">Whether the log is taken from its beginning also where the bridge took over from another reader later on.</param>
    /// <param name="cancelled">Ends it.</param>
    /// <exception cref="LogTruncatedException">The log no longer has all that was counted out of it.</exception>
    /// <exception cref="LogChangedException">The topic was made anew, or the store has begun another epoch, meanwhile.</exception>
    public async Task<RebuildSummary> RunAsync(bool replaces, bool fromZero, CancellationToken cancelled)
    {
        var counts = new ClickRebuild(grains, replaces);
        await rebuild.RunAsync(counts, fromZero, cancelled);
        return counts.Sum();
    }
}
