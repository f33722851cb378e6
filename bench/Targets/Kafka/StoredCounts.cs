using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using OrleansState.Grains.Clicks;
using OrleansState.Kafka.Progress;
using OrleansState.Storage;
using StackExchange.Redis;

namespace OrleansState.Bench.Targets.Kafka;

/// <summary>Reads counts and checkpoints where they are durable: in Redis, past every process.</summary>
internal sealed class StoredCounts : IAsyncDisposable
{
    private const int BatchKeys = 1_000;

    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private readonly ConnectionMultiplexer _redis;
    private readonly StateSerializer<ClickCounterState> _clicks;
    private readonly StateSerializer<CheckpointState> _partitions;

    private StoredCounts(ConnectionMultiplexer redis)
    {
        _redis = redis;
        _clicks = new(_services.GetRequiredService<Serializer<StoredState<ClickCounterState>>>());
        _partitions = new(_services.GetRequiredService<Serializer<StoredState<CheckpointState>>>());
    }

    public static async Task<StoredCounts> OpenAsync(string connectionString) => new(await ConnectionMultiplexer.ConnectAsync(connectionString));

    /// <summary>How many events lie below the checkpoints of all partitions.</summary>
    public async Task<long> CheckpointedAsync(string group, string topic) => (await CheckpointsAsync(group, topic)).Sum();

    /// <summary>The checkpoint of each partition; 0 where there is none yet.</summary>
    public async Task<long[]> CheckpointsAsync(string group, string topic)
    {
        var keys = Enumerable.Range(0, EventProducer.Partitions).Select(p => (RedisKey)$"orleansstate/partition/{group}/{topic}/{p}");
        var records = await _redis.GetDatabase().StringGetAsync([.. keys]);
        return [.. records.Select(r => r.IsNull ? 0 : _partitions.Deserialize(Payload(r)).State.NextOffset)];
    }

    /// <exception cref="WrongAnswerException">Some user's count is not what was written to the topic.</exception>
    public Task CheckCountersAsync(string name, EventLog log) =>
        CheckAsync(name, log, user => $"orleansstate/clicks/{user}", r => _clicks.Deserialize(Payload(r)).State.Counts.Sum(c => c.Count));

    /// <summary>The same for the peers' plain keys.</summary>
    public Task CheckPlainAsync(string name, EventLog log) =>
        CheckAsync(name, log, user => $"clicks:{user}:click", r => long.Parse((string)r!, CultureInfo.InvariantCulture));

    public async ValueTask DisposeAsync()
    {
        await _redis.DisposeAsync();
        await _services.DisposeAsync();
    }

    private async Task CheckAsync(string name, EventLog log, Func<int, string> key, Func<RedisValue, long> count)
    {
        for (var start = 0; start < log.Expected.Length; start += BatchKeys)
        {
            var users = Enumerable.Range(start, Math.Min(BatchKeys, log.Expected.Length - start)).ToArray();
            var records = await _redis.GetDatabase().StringGetAsync([.. users.Select(u => (RedisKey)key(u))]);
            foreach (var (user, record) in users.Zip(records))
            {
                var counted = record.IsNull ? 0 : count(record);
                if (counted != log.Expected[user])
                    throw new WrongAnswerException($"{name}: user {user} has {counted} events, {log.Expected[user]} were written.");
            }
        }
    }

    private static ReadOnlyMemory<byte> Payload(RedisValue record) => ((byte[])record!).AsMemory(ETag.Size);
}
