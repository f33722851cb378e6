namespace OrleansState.Live;

/// <summary>Lets the states of an activation be watched.</summary>
internal sealed class LiveStateExtension(IGrainContext context, StateEngine engine, LiveTeller teller) : ILiveStateExtension
{
    /// <summary>Longest watch: what a process that died has left behind is told into the void for no longer.</summary>
    private static readonly TimeSpan LongestWatch = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan ShortestWatch = TimeSpan.FromSeconds(1);

    public async Task<LiveWatch> WatchAsync(string kind, string watcher, TimeSpan duration)
    {
        ArgumentException.ThrowIfNullOrEmpty(watcher);
        var lasting = TimeSpan.FromTicks(Math.Clamp(duration.Ticks, ShortestWatch.Ticks, LongestWatch.Ticks));
        var state = Find(kind) ?? throw new ArgumentException($"{context.GrainId.Type} has no durable state of the kind {kind}.", nameof(kind));
        var process = teller.Of(watcher, lasting);
        // Watched before it is read: what changes in between is told, and what changed before is read.
        (state.Watchers ??= new StateWatchers(context.GrainId, kind)).Add(process, lasting);
        return new LiveWatch(await state.ReadLatestETagAsync(), teller.Id, process.Number);
    }

    private IWatchedState? Find(string kind)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        return engine.FindWatched(kind, context.GrainId.Key.ToString()!);
    }
}
