using System.Buffers.Binary;
using OrleansState.Idempotency;
using OrleansState.Indexes;
using OrleansState.Storage;

namespace OrleansState.KafkaBridge.Tests.Model;

/// <summary>
/// The store as one silo sees it if ETags are counted: the n-th state of a record has the same ETag whatever its content.
/// The engine makes its ETags itself, so that each silo's are translated here, for one record the same number to the same ETag.
/// </summary>
internal sealed class CountedETags(IStateStore store) : IStateStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Key, int Count), ETag> _known = [];
    private readonly Dictionary<ETag, int> _counts = [];

    public StoreEpoch? LastSeen(string key) => store.LastSeen(key);

    public Task EndAsync(StoreEpoch epoch) => store.EndAsync(epoch);

    public async Task<StoredRecord> ReadAsync(string key)
    {
        var record = await store.ReadAsync(key);
        if (record.ETag == ETag.None)
            return record;
        lock (_gate)
        {
            var count = CountIn(record.ETag);
            if (!_known.TryGetValue((key, count), out var etag))
                Remember(key, count, etag = ETag.New());
            return record with { ETag = etag };
        }
    }

    public async Task<WriteOutcome> WriteAsync(string key, ETag expected, ETag next, ReadOnlyMemory<byte> payload, StoreEpoch epoch, KeyWrite? keys = null, IndexWrite? indexes = null)
    {
        int count;
        lock (_gate)
        {
            count = expected == ETag.None ? 0 : _counts[expected];
            Remember(key, count + 1, next);
        }

        return await store.WriteAsync(key, Counted(count), Counted(count + 1), payload, epoch, keys, indexes);
    }

    public Task<KeyFinding> FindKeyAsync(string key, Guid idempotencyKey) => store.FindKeyAsync(key, idempotencyKey);

    private void Remember(string key, int count, ETag etag)
    {
        // Whoever still holds the ETag that had this number before holds one that is valid again.
        if (_known.TryGetValue((key, count), out var before))
            _counts[before] = count;
        (_known[(key, count)], _counts[etag]) = (etag, count);
    }

    private static ETag Counted(int count) => new(new Guid(count, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]));

    private static int CountIn(ETag etag)
    {
        Span<byte> bytes = stackalloc byte[ETag.Size];
        etag.Write(bytes);
        return BinaryPrimitives.ReadInt32LittleEndian(bytes);
    }
}
