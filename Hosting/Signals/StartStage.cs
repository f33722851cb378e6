namespace OrleansState.Hosting.Signals;

/// <summary>How far the start of this process has come, for who wants to end it in the middle.</summary>
internal sealed class StartStage
{
    private volatile bool _isSeen;

    /// <summary>Whether other processes may rely on this one already: a silo joins its cluster, a bridge its group.</summary>
    public bool IsSeen => _isSeen;

    public void Seen() => _isSeen = true;
}
