using OrleansState.Idempotency;

namespace OrleansState;

/// <summary>One write and everybody who waits for it.</summary>
internal sealed class Commit
{
    // Whoever waits goes on at once, within Complete: both run on the activation's scheduler.
    private readonly TaskCompletionSource<CommitResult> _done = new();
    private List<Guid>? _fresh;
    private List<SpilledEntry>? _spilled;

    /// <summary>Commands whose change this write carries.</summary>
    public int Commands { get; set; }

    /// <summary>Idempotency keys that take effect with this write.</summary>
    public IReadOnlyList<Guid> Fresh => _fresh ?? [];

    /// <summary>Keys that this write moves out of the record.</summary>
    public IReadOnlyList<SpilledEntry> Spilled => _spilled ?? [];

    public Task<CommitResult> Done => _done.Task;

    public void Add(Guid fresh) => (_fresh ??= []).Add(fresh);

    public void Add(SpilledEntry spilled) => (_spilled ??= []).Add(spilled);

    public void Complete(CommitResult result) => _done.TrySetResult(result);
}

/// <summary>How a commit ended. A failed one has been forgotten by the grain: nothing of it is in memory.</summary>
/// <param name="Written">The change is durable.</param>
/// <param name="Fault">Set when the store did not answer; null when it certainly did not write.</param>
/// <param name="Erased">It did not write because the user was erased, so that it makes no sense to decide anew.</param>
/// <param name="KeyKnown">It did not write because a key that was to take effect with it lies beside the record.</param>
internal readonly record struct CommitResult(bool Written, StoreUnavailableException? Fault, bool Erased = false, bool KeyKnown = false);
