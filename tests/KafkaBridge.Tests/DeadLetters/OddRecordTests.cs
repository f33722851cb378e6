using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using OrleansState.Kafka;
using OrleansState.KafkaBridge.Tests.Harness;
using OrleansState.TestServers;

namespace OrleansState.KafkaBridge.Tests.DeadLetters;

/// <summary>
/// Records of all sizes, with and without key, value, headers and timestamp, packed in every way, in partitions that end in
/// every way: each is counted or has a dead letter, and both can be listed and redriven.
/// </summary>
public sealed class OddRecordTests(RedisFixture redis, KafkaFixture kafka)
{
    private const int Records = 150;
    private const int Unreadable = 3;
    private static readonly LogEnd[] Ends = Enum.GetValues<LogEnd>();

    [LongFact]
    public async Task Every_record_is_counted_or_has_a_dead_letter()
    {
        using var topic = await Topic.CreateAsync(kafka, new Dictionary<string, string> { ["message.timestamp.after.max.ms"] = $"{long.MaxValue}" }, partitions: Ends.Length);
        var random = new Random(20);
        var records = Enumerable.Range(0, Records).Select(i => OddRecord.Of(random, i)).ToList();
        var places = await WriteAsync(topic, records);
        places.AddRange((await WriteUnreadableAsync(topic)).Select(place => (new OddRecord(new Message<byte[]?, byte[]?> { Value = [] }, CompressionType.Zstd, null), place)));
        foreach (var end in Ends)
            await KafkaWriter.EndAsync(kafka, new TopicPartition(topic.Name, (int)end), end, new Message<byte[]?, byte[]?> { Value = """{"user_id":"last","action":"click"}"""u8.ToArray() });

        await using var bridge = await BridgeHost.StartAsync(
            redis.ConnectionString, kafka.BootstrapServers, topic.Name,
            settings: ["--Kafka:Client:receive.message.max.bytes=17000000", "--Kafka:Client:fetch.max.bytes=16000000"]);
        await PassAsync(topic, bridge, "first");

        var left = places.Where(p => p.Place.Partition != (int)LogEnd.Deleted).ToList();
        foreach (var (record, _) in left.Where(p => p.Record.UserId is not null))
            await bridge.CountsToAsync(record.UserId!, 1);
        var unusable = left.Where(p => p.Record.UserId is null && !p.Record.IsSkipped).Select(p => $"{p.Place.Partition.Value}/{p.Place.Offset.Value}").Order().ToList();
        var queue = bridge.Services.GetRequiredService<DeadLetterQueue>();
        Assert.Equal(unusable, Places(queue));

        var redriven = await queue.RedriveAsync(null, TestContext.Current.CancellationToken);
        Assert.Equal(unusable.Count, redriven.Sent + redriven.WithoutValue + redriven.TooLarge);
        await PassAsync(topic, bridge, "second");
        Assert.Equal(unusable, Places(queue));
    }

    private static IEnumerable<string> Places(DeadLetterQueue queue) =>
        queue.List(DeadLetterQueue.MaxListed).Select(letter => $"{letter.Origin!.Partition}/{letter.Origin.Offset}").Order();

    /// <summary>A last click in each partition: when that is counted, all before it has been looked at.</summary>
    private static async Task PassAsync(Topic topic, BridgeHost bridge, string name)
    {
        foreach (var end in Ends)
            await topic.ClickAsync($"{name}-{end}", partition: (int)end);
        foreach (var end in Ends)
            await bridge.CountsToAsync($"{name}-{end}", 1);
    }

    private async Task<List<(OddRecord Record, TopicPartitionOffset Place)>> WriteAsync(Topic topic, List<OddRecord> records)
    {
        var places = new List<(OddRecord, TopicPartitionOffset)>();
        foreach (var codec in records.GroupBy(r => r.Codec))
        {
            using var producer = KafkaWriter.With(kafka, codec.Key);
            var written = await Task.WhenAll(codec.Select((record, i) => producer.ProduceAsync(
                new TopicPartition(topic.Name, i % Ends.Length), record.Message, TestContext.Current.CancellationToken)));
            places.AddRange(codec.Zip(written, (record, report) => (record, report.TopicPartitionOffset)));
        }

        return places;
    }

    /// <summary>One batch of several records that unpacks to more than the client takes.</summary>
    private async Task<IEnumerable<TopicPartitionOffset>> WriteUnreadableAsync(Topic topic)
    {
        using var producer = KafkaWriter.With(kafka, CompressionType.Zstd, batchBytes: 100_000_000);
        var written = await Task.WhenAll(Enumerable.Range(0, Unreadable).Select(_ => producer.ProduceAsync(
            new TopicPartition(topic.Name, (int)LogEnd.Record), new Message<byte[]?, byte[]?> { Value = new byte[8_000_000] }, TestContext.Current.CancellationToken)));
        return written.Select(report => report.TopicPartitionOffset);
    }
}
