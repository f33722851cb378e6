namespace OrleansState.Live;

/// <summary>The processes that want to hear of one state's changes. Runs on the activation's scheduler only.</summary>
internal sealed class StateWatchers(GrainId grain, string kind)
{
    private readonly List<(LiveWatcher Watcher, long Until)> _watchers = [];
    private string? _told;

    /// <summary>A watch that was there goes on from now.</summary>
    public void Add(LiveWatcher watcher, TimeSpan duration)
    {
        _watchers.RemoveAll(known => known.Watcher.Id == watcher.Id);
        _watchers.Add((watcher, watcher.Extend(duration)));
    }

    /// <summary>Tells of a version that is durable; once, however often it is come across.</summary>
    /// <returns>Whether somebody still watches.</returns>
    public bool Tell(string etag)
    {
        if (_told == etag)
            return true;
        _told = etag;
        return TellAll(etag);
    }

    /// <summary>Nobody tells of the next version unless the state is watched anew.</summary>
    public void End() => TellAll(etag: null);

    private bool TellAll(string? etag)
    {
        _watchers.RemoveAll(static known => LiveWatcher.HasPassed(known.Until));
        foreach (var (watcher, _) in _watchers)
            watcher.Tell(new LiveChange(grain, kind, etag));
        return _watchers.Count > 0;
    }
}
