using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using OrleansState.Kafka;
using OrleansState.Kafka.DeadLetters;
using OrleansState.KafkaBridge.Tests.Harness;
using OrleansState.TestServers;

namespace OrleansState.KafkaBridge.Tests.DeadLetters;

/// <summary>Records that stopped their partition, got lost, or made the dead letters unreadable.</summary>
public sealed class PoisonTests(RedisFixture redis, KafkaFixture kafka)
{
    /// <summary>Just below what a topic takes by default, so that no header fits on top.</summary>
    private const int AlmostTooLarge = 1_048_400;

    private static readonly Dictionary<string, string> Plain = [];

    [Fact]
    public async Task Headers_that_leave_no_room_are_cut_and_named_and_stop_nobody()
    {
        using var topic = await Topic.CreateAsync(kafka, Plain);
        await using var bridge = await StartAsync(topic);
        var poison = await topic.SendRecordAsync(new Message<byte[]?, byte[]?>
        {
            Key = "the key"u8.ToArray(),
            Value = "not json"u8.ToArray(),
            Headers = new Headers { { "small", "kept"u8.ToArray() }, { "large", new byte[AlmostTooLarge] } },
        });
        await topic.ClickAsync("1");

        await bridge.CountsToAsync("1", 1);
        var letter = topic.ReadDeadLetters(1).Single().Message;
        Assert.Equal($"{poison.Offset.Value}", DeadLetterHeaders.Find(letter.Headers, DeadLetterHeaders.Offset));
        Assert.Equal("not json"u8.ToArray(), letter.Value);
        Assert.Equal("the key"u8.ToArray(), letter.Key);
        Assert.Equal("kept", DeadLetterHeaders.Find(letter.Headers, "small"));
        Assert.Equal("1", DeadLetterHeaders.Find(letter.Headers, "dead-letter-omitted-headers"));
        Assert.Equal($"{AlmostTooLarge + "large".Length}", DeadLetterHeaders.Find(letter.Headers, "dead-letter-omitted-header-bytes"));
        Assert.Equal("large", DeadLetterHeaders.Find(letter.Headers, "dead-letter-omitted-header-names"));
        Assert.Null(DeadLetterHeaders.Find(letter.Headers, DeadLetterHeaders.OmittedBytes));
    }

    [Fact]
    public async Task A_key_that_leaves_no_room_is_cut_and_named_and_stops_nobody()
    {
        using var topic = await Topic.CreateAsync(kafka, Plain);
        await using var bridge = await StartAsync(topic);
        await topic.SendRecordAsync(new Message<byte[]?, byte[]?> { Key = new byte[AlmostTooLarge], Value = "not json"u8.ToArray() });
        await topic.ClickAsync("1");

        await bridge.CountsToAsync("1", 1);
        var letter = topic.ReadDeadLetters(1).Single().Message;
        Assert.Equal("not json"u8.ToArray(), letter.Value);
        Assert.Equal($"{AlmostTooLarge}", DeadLetterHeaders.Find(letter.Headers, "dead-letter-omitted-key-bytes"));
    }

    /// <summary>A topic's limit is for a batch: what refuses several letters together may take each of them.</summary>
    [Fact]
    public async Task A_small_dead_letter_topic_takes_many_letters_whole()
    {
        const int Letters = 50;
        using var topic = await Topic.CreateAsync(kafka, Plain, deadLetters: new Dictionary<string, string> { ["max.message.bytes"] = "4000" });
        await Task.WhenAll(Enumerable.Range(0, Letters).Select(_ => topic.SendAsync("not json" + new string('x', 1000))));
        await topic.SendAsync("not json" + new string('x', 10_000));
        await topic.ClickAsync("1");

        await using var bridge = await StartAsync(topic);
        await bridge.CountsToAsync("1", 1);
        Assert.Equal(Letters, topic.ReadDeadLetters(Letters + 1).Count(letter => letter.Message.Value is not null));
    }

    /// <summary>What says why is made of the record too, and may be as large as that.</summary>
    [Fact]
    public async Task A_reason_in_which_the_record_speaks_is_no_longer_than_people_read()
    {
        using var topic = await Topic.CreateAsync(kafka, Plain);
        await using var bridge = await StartAsync(topic);
        await topic.SendAsync("{}", headers: ("content-type", "application/cloudevents" + new string('x', 600_000)));
        await topic.ClickAsync("1");

        await bridge.CountsToAsync("1", 1);
        var letter = topic.ReadDeadLetters(1).Single().Message;
        Assert.InRange(DeadLetterHeaders.Find(letter.Headers, DeadLetterHeaders.Detail)!.Length, 1, 1000);
    }

    [Theory]
    [InlineData(RedriveOrigin.Header)]
    [InlineData("ce_specversion")]
    [InlineData("content-type")]
    [InlineData("")]
    public async Task A_header_without_a_value_costs_no_event(string name)
    {
        using var topic = await Topic.CreateAsync(kafka, Plain);
        await using var bridge = await StartAsync(topic);
        await topic.SendRecordAsync(new Message<byte[]?, byte[]?> { Value = """{"user_id":"2","action":"click"}"""u8.ToArray(), Headers = new Headers { { name, null } } });
        await topic.ClickAsync("1");

        await bridge.CountsToAsync("1", 1);
        if (name == RedriveOrigin.Header)
            Assert.Equal("invalid-redrive-origin", DeadLetterHeaders.Find(topic.ReadDeadLetters(1).Single().Message.Headers, DeadLetterHeaders.Reason));
        else
            await bridge.CountsToAsync("2", 1);
    }

    [Fact]
    public async Task A_timestamp_in_microseconds_hides_no_dead_letter()
    {
        const long Microseconds = 1_800_000_000_000_000;
        using var topic = await Topic.CreateAsync(kafka, new Dictionary<string, string> { ["message.timestamp.after.max.ms"] = $"{long.MaxValue}" });
        await using var bridge = await StartAsync(topic);
        await topic.SendRecordAsync(new Message<byte[]?, byte[]?> { Value = "not json"u8.ToArray(), Timestamp = new Timestamp(Microseconds, TimestampType.CreateTime) });
        await topic.ClickAsync("1");
        await bridge.CountsToAsync("1", 1);
        var queue = bridge.Services.GetRequiredService<DeadLetterQueue>();

        Assert.Null(queue.List(10).Single().Timestamp);
        Assert.Equal(1, (await queue.RedriveAsync(null, TestContext.Current.CancellationToken)).Sent);
    }

    [Fact]
    public async Task A_batch_that_unpacks_beyond_the_clients_limit_loses_its_place_to_a_dead_letter_and_stops_nobody()
    {
        const int Unpacked = 40_000_000;
        using var topic = await Topic.CreateAsync(kafka, Plain);
        await using var bridge = await BridgeHost.StartAsync(
            redis.ConnectionString, kafka.BootstrapServers, topic.Name,
            settings: ["--Kafka:Client:receive.message.max.bytes=17000000", "--Kafka:Client:fetch.max.bytes=16000000"]);
        await topic.ClickAsync("1");
        DeliveryResult<byte[]?, byte[]?>[] written;
        using (var zstd = KafkaWriter.With(kafka, CompressionType.Zstd))
        {
            written = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => zstd.ProduceAsync(
                new TopicPartition(topic.Name, 0), new Message<byte[]?, byte[]?> { Value = new byte[Unpacked] }, TestContext.Current.CancellationToken)));
        }

        await topic.ClickAsync("1");

        await bridge.CountsToAsync("1", 2);
        var letters = topic.ReadDeadLetters(2);
        Assert.All(letters, letter => Assert.Equal("unreadable", DeadLetterHeaders.Find(letter.Message.Headers, DeadLetterHeaders.Reason)));
        Assert.All(letters, letter => Assert.Null(letter.Message.Value));
        Assert.Equal(written.Select(w => $"{w.Offset.Value}"), letters.Select(letter => DeadLetterHeaders.Find(letter.Message.Headers, DeadLetterHeaders.Offset)));
    }

    [Theory]
    [InlineData(LogEnd.Empty, 0)]
    [InlineData(LogEnd.Record, 1)]
    [InlineData(LogEnd.CommitMarker, 1)]
    [InlineData(LogEnd.AbortMarker, 0)]
    [InlineData(LogEnd.Deleted, 0)]
    public async Task Dead_letters_can_be_listed_and_redriven_whatever_lies_at_their_end(LogEnd end, int letters)
    {
        using var topic = await Topic.CreateAsync(kafka, Plain);
        var queue = DeadLetterQueues.Of(kafka, topic);
        var headers = new Headers { { DeadLetterHeaders.Reason, "not-json"u8.ToArray() }, { DeadLetterHeaders.Origin, "a-log/0/1"u8.ToArray() } };
        await KafkaWriter.EndAsync(kafka, new TopicPartition(topic.DeadLetters, 0), end, new Message<byte[]?, byte[]?> { Value = "{}"u8.ToArray(), Headers = headers });

        Assert.Equal(letters, queue.List(10).Count);
        Assert.Equal(letters, (await queue.RedriveAsync(null, TestContext.Current.CancellationToken)).Sent);
    }

    private Task<BridgeHost> StartAsync(Topic topic) => BridgeHost.StartAsync(redis.ConnectionString, kafka.BootstrapServers, topic.Name);
}
