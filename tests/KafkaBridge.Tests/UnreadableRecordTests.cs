using Confluent.Kafka;
using OrleansState.KafkaBridge.Tests.Harness;
using OrleansState.TestServers;
using StackExchange.Redis;

namespace OrleansState.KafkaBridge.Tests;

/// <summary>A counter's record that something else has written, on real servers.</summary>
public sealed class UnreadableRecordTests(RedisFixture redis, KafkaFixture kafka)
{
    private const string Poisoned = "1";

    public static TheoryData<string> Forms => ["a hash", "a short string", "another format", "no format at all"];

    [LongTheory]
    [MemberData(nameof(Forms))]
    public async Task It_holds_up_its_own_user_alone_whose_events_are_counted_once_when_it_can_be_read_again(string form)
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        var store = connection.GetDatabase();
        RedisKey key = $"{topic.Name}/clicks/{Poisoned}";
        await using (var bridge = await StartAsync(topic))
        {
            await topic.ClickAsync(Poisoned);
            await bridge.CountsToAsync(Poisoned, 1);
            await store.KeyRenameAsync(key, key.Append("/kept"));
            await SpoilAsync(store, key, form);
            await topic.ClickAsync(Poisoned);
            await topic.ClickAsync("2");
            await bridge.CountsToAsync("2", 1);
            await bridge.ReachesAsync(topic, 3);
        }

        // Another bridge takes over, which has to learn who waits.
        await using var second = await StartAsync(topic);
        await topic.ClickAsync(Poisoned);
        await topic.ClickAsync("2");
        await second.CountsToAsync("2", 2);
        await second.ReachesAsync(topic, 5);
        await Assert.ThrowsAsync<StateUnreadableException>(() => second.CountsAsync(Poisoned));

        await store.KeyRenameAsync(key.Append("/kept"), key);
        await topic.ClickAsync(Poisoned);

        await second.CountsToAsync(Poisoned, 4);
    }

    [LongFact]
    public async Task Its_users_events_are_counted_though_a_batch_that_nobody_can_unpack_lies_between_them()
    {
        const int Unpacked = 40_000_000;
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        var store = connection.GetDatabase();
        RedisKey key = $"{topic.Name}/clicks/{Poisoned}";
        await SpoilAsync(store, key, "a hash");
        await topic.ClickAsync(Poisoned);
        using (var zstd = KafkaWriter.With(kafka, CompressionType.Zstd))
            await zstd.ProduceAsync(new TopicPartition(topic.Name, 0), new Message<byte[]?, byte[]?> { Value = new byte[Unpacked] }, TestContext.Current.CancellationToken);
        await topic.ClickAsync(Poisoned);
        await using var bridge = await StartAsync(topic, "--Kafka:Client:receive.message.max.bytes=17000000", "--Kafka:Client:fetch.max.bytes=16000000");
        await bridge.ReachesAsync(topic, 3);

        await store.KeyDeleteAsync(key);

        await bridge.CountsToAsync(Poisoned, 2);
        Assert.Single(topic.ReadDeadLetters(1));
    }

    private static async Task SpoilAsync(IDatabase store, RedisKey key, string form) => _ = form switch
    {
        "a hash" => await store.HashSetAsync(key, "field", "value"),
        "a short string" => await store.StringSetAsync(key, "value"),
        "another format" => await store.StringSetAsync(key, new byte[16].Append((byte)9).Concat(new byte[100]).ToArray()),
        _ => await store.StringSetAsync(key, Enumerable.Range(0, 200).Select(i => (byte)(i * 73 + 41)).Concat("\u0001"u8.ToArray()).ToArray()),
    };

    private Task<BridgeHost> StartAsync(Topic topic, params string[] settings) =>
        BridgeHost.StartAsync(redis.ConnectionString, kafka.BootstrapServers, topic.Name, settings: settings);
}
