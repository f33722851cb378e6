using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansState.Embedded.Kafka;
using OrleansState.Kafka;
using OrleansState.Kafka.Log;
using OrleansState.Kafka.Partitions;
using OrleansState.Kafka.Topics;
using OrleansState.KafkaBridge.Clicks;
using OrleansState.KafkaBridge.Tests.Harness;
using OrleansState.TestServers;

namespace OrleansState.KafkaBridge.Tests.Log;

/// <summary>The reader over the real client, and the broker that the client brings along.</summary>
public sealed class LogReaderTests : IDisposable
{
    private const string Name = "events";

    private readonly EmbeddedKafka _kafka = EmbeddedKafka.Start(Name);
    private readonly LogBounds _bounds;
    private readonly LogReader<ClickEvent> _reader;

    public LogReaderTests()
    {
        var topic = new IngestTopic(Name, "events.dlq", null);
        var clients = KafkaParts.Clients(_kafka.BootstrapServers);
        _bounds = new LogBounds(clients, topic);
        _reader = new LogReader<ClickEvent>(clients, topic, _bounds, new ClickReader(), TimeProvider.System, NullLogger<LogReader<ClickEvent>>.Instance);
    }

    [Fact]
    public async Task A_partition_is_read_by_a_new_inbox_though_the_one_before_was_full_and_was_given_up()
    {
        Fill(0, PartitionInbox.MaxRecords + 10);
        Fill(1, 1);
        var full = Inbox(0);
        _reader.ReadFrom(full, 0);
        await Eventually.UntilAsync("a full inbox", () => full.Waiting == PartitionInbox.MaxRecords);
        // One that gets nothing more no longer holds up the others.
        var other = Inbox(1);
        _reader.ReadFrom(other, 0);
        await Eventually.UntilAsync("the record of another partition", () => other.Waiting == 1);

        _reader.Leave(full);
        var next = Inbox(0);
        _reader.ReadFrom(next, PartitionInbox.MaxRecords);

        await Eventually.UntilAsync("the records that the full inbox had no room for", () => next.Waiting == 10);
    }

    [Fact]
    public async Task An_inbox_that_was_full_gets_what_follows_when_it_is_taken()
    {
        Fill(0, PartitionInbox.MaxRecords + 10);
        var inbox = Inbox(0);
        _reader.ReadFrom(inbox, 0);
        await Eventually.UntilAsync("a full inbox", () => inbox.Waiting == PartitionInbox.MaxRecords);

        var first = await inbox.TakeAsync(Eventually.Patience, TestContext.Current.CancellationToken);
        await Eventually.UntilAsync("what follows", () => inbox.Waiting == 10);
        var second = await inbox.TakeAsync(Eventually.Patience, TestContext.Current.CancellationToken);

        Assert.Equal((PartitionInbox.MaxRecords, PartitionInbox.MaxRecords), (first!.Records, first.NextOffset));
        Assert.Equal((10, PartitionInbox.MaxRecords + 10), (second!.Records, second.NextOffset));
    }

    public void Dispose()
    {
        _reader.Dispose();
        _bounds.Dispose();
        _kafka.Dispose();
    }

    private static PartitionInbox<ClickEvent> Inbox(int partition) => new(partition, TimeProvider.System, key => KeySlots.Of(key));

    private void Fill(int partition, int clicks)
    {
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig { BootstrapServers = _kafka.BootstrapServers, QueueBufferingMaxMessages = 500_000 }).Build();
        for (var i = 0; i < clicks; i++)
            producer.Produce(new TopicPartition(Name, partition), new Message<Null, byte[]> { Value = """{"user_id":1,"action":"a"}"""u8.ToArray() });
        producer.Flush(TestContext.Current.CancellationToken);
    }
}
