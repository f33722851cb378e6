using OrleansState.Idempotency;
using OrleansState.Storage;

namespace OrleansState;

/// <summary>
/// What an activation last saw durable, and the ETags it was known by shortly before. When the store comes back in
/// another epoch with one of those, it has lost a tail that this activation still remembers, and gets it back.
/// </summary>
internal sealed class ETagHistory<TState>(TimeProvider clock)
{
    /// <summary>Longer than any store loses: the fsync interval, or the lag of a promoted replica.</summary>
    private static readonly TimeSpan LossWindow = TimeSpan.FromSeconds(60);

    /// <summary>Bounds what a hot grain keeps: 16 bytes an ETag and 8 for its time.</summary>
    private const int MaxETags = 4096;

    /// <summary>Bounds what it keeps of the keys that left the record, each of which holds an answer.</summary>
    private const int MaxSpilledBytes = 1 << 20;

    private Queue<(ETag ETag, long Until, IReadOnlyList<SpilledEntry> Spilled)>? _earlier;
    private int _spilledBytes;
    private string? _token;
    private bool _removes;

    public StateVersion<TState>? Last { get; private set; }

    /// <summary>The record as it was loaded. Where somebody else wrote it, whatever this activation knew before is void.</summary>
    public void Loaded(StateVersion<TState> version, StoreEpoch epoch)
    {
        if (version.Tag != Last?.Tag)
            (_earlier, _spilledBytes) = (null, 0);
        (Last, _token, _removes) = (version, epoch.Token, false);
    }

    /// <summary>A write of this activation removes the record; its answer may be lost.</summary>
    public void Removes() => _removes = true;

    /// <summary>A write of this activation that the store has confirmed, and the keys it has moved out of the record.</summary>
    public void Written(StateVersion<TState> version, StoreEpoch epoch, IReadOnlyList<SpilledEntry> spilled)
    {
        _earlier ??= new();
        _spilledBytes += Bytes(spilled);
        while (_earlier.TryPeek(out var oldest)
            && (_earlier.Count >= MaxETags || _spilledBytes > MaxSpilledBytes || clock.GetElapsedTime(oldest.Until) > LossWindow))
        {
            _spilledBytes -= Bytes(oldest.Spilled);
            _earlier.Dequeue();
        }

        _earlier.Enqueue((Last!.Tag, clock.GetTimestamp(), spilled));
        (Last, _token, _removes) = (version, epoch.Token, false);
    }

    /// <summary>The record was erased, or is gone with others: nothing that was known of it may come back.</summary>
    public void Erased() => (Last, _token, _earlier, _spilledBytes, _removes) = (null, null, null, 0, false);

    /// <summary>
    /// Whether the record is an earlier state of this activation's, brought back by a store that lost its last writes. Of a
    /// store that has lost more than those nothing is known: what was taken from it may have been taken on purpose.
    /// </summary>
    public bool IsAheadOf(StoredRecord record) =>
        _token is not null && record.Epoch.Token != _token && record.Epoch.Generation == EpochTokens.GenerationOf(_token)
        && record.ETag != Last!.Tag && IsEarlier(record);

    /// <summary>Whether the store no longer has what it had in the very epoch that it is still in: records are gone, or older again.</summary>
    public bool IsGone(StoredRecord record) =>
        Last is not null && Last.Tag != ETag.None && record.Epoch.Token == _token && (record.ETag == ETag.None ? !_removes : IsEarlier(record));

    /// <summary>The keys that have left the record since it had an ETag: a store that came back with that one has lost them.</summary>
    public IReadOnlyList<SpilledEntry> SpilledSince(ETag etag) =>
        [.. (_earlier ?? []).SkipWhile(e => e.ETag != etag).SelectMany(e => e.Spilled)];

    /// <summary>No ETag comes twice but that of no record: of that only what a store may still lose counts, since others may have removed it since.</summary>
    private bool IsEarlier(StoredRecord record) =>
        _earlier is not null && _earlier.Any(e => e.ETag == record.ETag && (record.ETag != ETag.None || clock.GetElapsedTime(e.Until) <= LossWindow));

    private static int Bytes(IReadOnlyList<SpilledEntry> spilled) => spilled.Sum(static entry => entry.Value.Length);
}
