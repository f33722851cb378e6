using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansState.Kafka;
using OrleansState.Kafka.Log;
using OrleansState.Kafka.Partitions;
using OrleansState.Kafka.Topics;
using OrleansState.KafkaBridge.Clicks;
using OrleansState.KafkaBridge.Tests.Harness;
using OrleansState.TestServers;

namespace OrleansState.KafkaBridge.Tests.Log;

/// <summary>Batches that the client can't unpack, more of them than an inbox has room for.</summary>
public sealed class UnreadableBatchesTests(KafkaFixture kafka)
{
    /// <summary>Of one batch: the producer puts no more into it, and waits for as many.</summary>
    private const int BatchRecords = 10_000;
    private const int Batches = 5;

    /// <summary>A batch of these unpacks to more than the client takes.</summary>
    private const int RecordBytes = 2_000;

    [LongFact]
    public async Task Their_places_fill_an_inbox_no_further_than_it_has_room_and_the_rest_follows_when_they_are_taken()
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        using (var zstd = KafkaWriter.With(kafka, CompressionType.Zstd, batchBytes: 100_000_000, lingerMs: 120_000))
        {
            await Task.WhenAll(Enumerable.Range(0, Batches * BatchRecords).Select(_ => zstd.ProduceAsync(
                new TopicPartition(topic.Name, 0), new Message<byte[]?, byte[]?> { Value = new byte[RecordBytes] }, TestContext.Current.CancellationToken)));
        }

        var source = new IngestTopic(topic.Name, topic.DeadLetters, null);
        var clients = KafkaParts.Clients(kafka.BootstrapServers, "group", ("receive.message.max.bytes", "17000000"), ("fetch.max.bytes", "16000000"));
        using var bounds = new LogBounds(clients, source);
        using var reader = new LogReader<ClickEvent>(clients, source, bounds, new ClickReader(), TimeProvider.System, NullLogger<LogReader<ClickEvent>>.Instance);
        var inbox = new PartitionInbox<ClickEvent>(0, TimeProvider.System, key => KeySlots.Of(key));

        reader.ReadFrom(inbox, 0);
        await Eventually.UntilAsync("a full inbox", () => inbox.Waiting >= PartitionInbox.MaxRecords);
        var first = await inbox.TakeAsync(Eventually.Patience, TestContext.Current.CancellationToken);
        await Eventually.UntilAsync("the rest", () => inbox.Waiting == (Batches * BatchRecords) - PartitionInbox.MaxRecords);
        var second = await inbox.TakeAsync(Eventually.Patience, TestContext.Current.CancellationToken);

        Assert.Equal(PartitionInbox.MaxRecords, first!.Letters.Length);
        Assert.Equal(Enumerable.Range(0, Batches * BatchRecords).Select(place => (long)place), first.Letters.Concat(second!.Letters).Select(letter => letter.Origin.Offset));
    }
}
