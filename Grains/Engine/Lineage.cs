namespace OrleansState.Grains.Engine;

/// <summary>
/// What an activation last saw durable, and the ETags it was known by shortly before. When the store comes back in
/// another life with one of those, it has lost a tail that this activation still remembers, and gets it back.
/// </summary>
internal sealed class Lineage<TState>(TimeProvider clock)
{
    /// <summary>Longer than any store loses: the fsync interval, or the lag of a promoted replica.</summary>
    private static readonly TimeSpan LossWindow = TimeSpan.FromSeconds(60);

    /// <summary>Bounds what a hot grain keeps: 16 bytes an ETag and 8 for its time.</summary>
    private const int MaxETags = 4096;

    private Queue<(ETag ETag, long Until)>? _earlier;
    private string? _token;

    public StateVersion<TState>? Last { get; private set; }

    /// <summary>The record as it was loaded. Where somebody else wrote it, whatever this activation knew before is void.</summary>
    public void Loaded(StateVersion<TState> version, StoreIncarnation incarnation)
    {
        if (version.ETag != Last?.ETag)
            _earlier = null;
        (Last, _token) = (version, incarnation.Token);
    }

    /// <summary>A write of this activation that the store has confirmed.</summary>
    public void Written(StateVersion<TState> version, StoreIncarnation incarnation)
    {
        _earlier ??= new Queue<(ETag, long)>();
        while (_earlier.TryPeek(out var oldest) && (_earlier.Count >= MaxETags || clock.GetElapsedTime(oldest.Until) > LossWindow))
            _earlier.Dequeue();
        _earlier.Enqueue((Last!.ETag, clock.GetTimestamp()));
        (Last, _token) = (version, incarnation.Token);
    }

    /// <summary>The record was erased: nothing that was known of it may come back.</summary>
    public void Erased() => (Last, _token, _earlier) = (null, null, null);

    /// <summary>Whether the record is an earlier state of this activation's, brought back by a store that lost the later ones.</summary>
    public bool IsAheadOf(StoredRecord record) =>
        Last is not null && record.Incarnation.Token != _token && _earlier is not null && _earlier.Any(e => e.ETag == record.ETag);
}
