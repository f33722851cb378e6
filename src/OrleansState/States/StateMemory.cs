using OrleansState.Storage;

namespace OrleansState;

/// <summary>What an activation knows of its record: the last durable version, the newest one that was decided, and the epoch of both.</summary>
internal sealed class StateMemory<TState>
    where TState : class
{
    /// <summary>The last durable version; null where it has to be loaded.</summary>
    public StateVersion<TState>? Committed { get; private set; }

    /// <summary>What the next command is decided on; null where it has to be loaded.</summary>
    public StateVersion<TState>? Newest { get; private set; }

    /// <summary>The epoch of the store that both belong to; null before the first of them.</summary>
    public StoreEpoch? Epoch { get; private set; }

    /// <summary>Whether there was no record when it was last looked for.</summary>
    public bool WasNew { get; private set; }

    /// <summary>What is decided on was never read or written.</summary>
    public bool IsPresumed => Committed is null && Newest is not null;

    public void Load(StateVersion<TState> version, StoreEpoch epoch) =>
        (Committed, Newest, Epoch, WasNew) = (version, version, epoch, version.Tag == ETag.None);

    public void Presume(StateVersion<TState> version, StoreEpoch epoch) => (Newest, Epoch, WasNew) = (version, epoch, true);

    public void Decide(StateVersion<TState> next) => Newest = next;

    public void Commit(StateVersion<TState> version) => Committed = version;

    /// <summary>What was decided since the last durable version did not happen.</summary>
    public void FallBack() => Newest = Committed;

    public void Forget() => Committed = Newest = null;
}
