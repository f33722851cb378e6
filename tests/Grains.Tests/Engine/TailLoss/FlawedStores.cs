using OrleansState.Idempotency;
using OrleansState.Indexes;
using OrleansState.Storage;
using OrleansState.Testing;

namespace OrleansState.Grains.Tests.Engine.TailLoss;

/// <summary>The store as one activation meets it, with a rule left out.</summary>
internal static class FlawedStores
{
    public static IStateStore Around(MemoryStore store, TailLossFlaw flaw) => flaw switch
    {
        TailLossFlaw.CountedETags => new CountedETagsStore(store),
        TailLossFlaw.WritesOfAnyEpoch => new AnyLifeStore(store),
        TailLossFlaw.MarkFromMemory => new OneTokenStore(store),
        TailLossFlaw.NoETag => new UnguardedStore(store),
        _ => store,
    };

    /// <summary>Shows the engine its own random ETags where the store would have a count that the activation knows.</summary>
    private sealed class CountedETagsStore(MemoryStore store) : IStateStore
    {
        private readonly Dictionary<ETag, long> _counts = new() { [ETag.None] = 0 };
        private readonly Dictionary<long, ETag> _own = [];

        public Task<KeyFinding> FindKeyAsync(string key, Guid idempotencyKey) => store.FindKeyAsync(key, idempotencyKey);

        public async Task<StoredRecord> ReadAsync(string key)
        {
            var record = await store.ReadAsync(key);
            var count = BitConverter.ToInt64(record.ETag.Value.ToByteArray());
            var etag = _own.GetValueOrDefault(count, record.ETag);
            _counts[etag] = count;
            return record with { ETag = etag };
        }

        public Task<WriteOutcome> WriteAsync(string key, ETag expected, ETag next, ReadOnlyMemory<byte> payload, StoreEpoch epoch, KeyWrite? keys = null, IndexWrite? indexes = null)
        {
            var count = _counts[expected];
            var outcome = store.Write(key, Counted(count), Counted(count + 1), payload, epoch, keys, indexes);
            if (outcome == WriteOutcome.Written)
                (_counts[next], _own[count + 1]) = (count + 1, next);
            return Task.FromResult(outcome);
        }

        private static ETag Counted(long count)
        {
            var bytes = new byte[ETag.Size];
            BitConverter.TryWriteBytes(bytes, count);
            return ETag.Read(bytes);
        }
    }

    private sealed class AnyLifeStore(MemoryStore store) : IStateStore
    {
        public Task<KeyFinding> FindKeyAsync(string key, Guid idempotencyKey) => store.FindKeyAsync(key, idempotencyKey);

        public Task<StoredRecord> ReadAsync(string key) => store.ReadAsync(key);

        public async Task<WriteOutcome> WriteAsync(string key, ETag expected, ETag next, ReadOnlyMemory<byte> payload, StoreEpoch epoch, KeyWrite? keys = null, IndexWrite? indexes = null) =>
            store.Write(key, expected, next, payload, (await store.ReadAsync(key)).Epoch, keys, indexes);
    }

    private sealed class UnguardedStore(MemoryStore store) : IStateStore
    {
        public Task<KeyFinding> FindKeyAsync(string key, Guid idempotencyKey) => store.FindKeyAsync(key, idempotencyKey);

        public Task<StoredRecord> ReadAsync(string key) => store.ReadAsync(key);

        public Task<WriteOutcome> WriteAsync(string key, ETag expected, ETag next, ReadOnlyMemory<byte> payload, StoreEpoch epoch, KeyWrite? keys = null, IndexWrite? indexes = null) =>
            Task.FromResult(store.Write(key, null, next, payload, epoch));
    }

    /// <summary>The store still refuses a write of another epoch, but nobody can tell lives apart.</summary>
    private sealed class OneTokenStore(MemoryStore store) : IStateStore
    {
        public Task<KeyFinding> FindKeyAsync(string key, Guid idempotencyKey) => store.FindKeyAsync(key, idempotencyKey);

        public async Task<StoredRecord> ReadAsync(string key)
        {
            var record = await store.ReadAsync(key);
            return record with { Epoch = new Disguised(record.Epoch) };
        }

        public Task<WriteOutcome> WriteAsync(string key, ETag expected, ETag next, ReadOnlyMemory<byte> payload, StoreEpoch epoch, KeyWrite? keys = null, IndexWrite? indexes = null) =>
            store.WriteAsync(key, expected, next, payload, ((Disguised)epoch).True, keys, indexes);

        private sealed class Disguised(StoreEpoch epoch) : StoreEpoch("the same in every epoch")
        {
            public StoreEpoch True => epoch;
        }
    }
}
