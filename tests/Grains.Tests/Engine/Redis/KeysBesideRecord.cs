using OrleansState.Idempotency;
using OrleansState.Redis;
using OrleansState.Storage;

namespace OrleansState.Grains.Tests.Engine.Redis;

/// <summary>What keys beside a record are held to, on a real Redis and on the embedded one alike.</summary>
internal static class KeysBesideRecord
{
    /// <summary>They are found as long as the record is there, and a command whose key is among them takes no effect again.</summary>
    public static async Task AssertHeldAsync(RedisStateStore store)
    {
        var (epoch, first, second, third) = ((await store.ReadAsync("a")).Epoch, ETag.New(), ETag.New(), ETag.New());
        var entry = new SpilledEntry(1, Guid.NewGuid(), "0000000100 what its answer needs"u8.ToArray());
        var keep = new[] { TimeSpan.FromHours(1), TimeSpan.FromHours(1) };
        Assert.Equal(WriteOutcome.Written, await store.WriteAsync("a", ETag.None, first, "one"u8.ToArray(), epoch, new KeyWrite { Spilled = [entry], Keep = keep }));

        Assert.Equal(WriteOutcome.KeyKnown, await WriteAsync(second, Guid.NewGuid(), entry.Key, tooOld: 99));
        Assert.Equal(first, (await store.ReadAsync("a")).ETag);
        Assert.Equal(entry.Value.ToArray(), Assert.Single((await store.FindKeyAsync("a", entry.Key)).Values).ToArray());
        Assert.Empty((await store.FindKeyAsync("a", Guid.NewGuid())).Values);

        Assert.Equal(WriteOutcome.Written, await WriteAsync(second, Guid.NewGuid(), entry.Key, tooOld: 100));
        Assert.Equal(WriteOutcome.Conflict, await WriteAsync(third, entry.Key, entry.Key, tooOld: 99));
        Assert.Equal(WriteOutcome.Written, await store.WriteAsync("a", second, ETag.None, default, epoch));
        Assert.Empty((await store.FindKeyAsync("a", entry.Key)).Values);

        Task<WriteOutcome> WriteAsync(ETag next, Guid one, Guid other, long tooOld) =>
            store.WriteAsync("a", first, next, "two"u8.ToArray(), epoch, new KeyWrite { Fresh = [one, other], TooOld = tooOld });
    }
}
