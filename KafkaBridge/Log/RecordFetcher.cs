using Confluent.Kafka;
using Microsoft.Extensions.Options;
using OrleansState.Clicks;
using OrleansState.Hosting.Kafka;
using OrleansState.KafkaBridge.DeadLetters;

namespace OrleansState.KafkaBridge.Log;

/// <summary>
/// Reads single records again that a counter has refused. That is rare, and cheaper than to keep every record's bytes until
/// it is known whether they are wanted.
/// </summary>
internal sealed class RecordFetcher(KafkaClients clients, IOptions<KafkaOptions> options)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <exception cref="TimeoutException">The broker did not give one of them in time.</exception>
    public IReadOnlyList<DeadLetter> Fetch(int partition, string log, IReadOnlyList<RefusedClick> refused)
    {
        using var consumer = clients.Quiet(new ConsumerBuilder<byte[]?, byte[]?>(clients.ReaderConfig())).Build();
        return [.. refused.OrderBy(click => click.Offset).Select(click => Fetch(consumer, partition, log, click))];
    }

    private DeadLetter Fetch(IConsumer<byte[]?, byte[]?> consumer, int partition, string log, RefusedClick click)
    {
        var topic = options.Value.Topic;
        consumer.Assign(new TopicPartitionOffset(topic, partition, click.Offset));
        var record = consumer.Consume(Patience);
        if (record is null)
            throw new TimeoutException($"Kafka did not give the record at offset {click.Offset} of partition {partition} within {Patience.TotalSeconds} s.");
        if (record.Offset.Value != click.Offset)
            throw new TimeoutException($"Kafka gave offset {record.Offset.Value} of partition {partition} in place of {click.Offset}.");
        var message = record.Message;
        return new DeadLetter(
            new LogPosition(log, partition, click.Offset), topic, message.Timestamp, message.Key, message.Value, message.Headers, click.Refusal.Code, click.Refusal.Message)
        {
            Claim = RedriveOrigin.TryRead(message.Headers, out var origin) && origin is not null ? RedriveClaim.Of(origin, message.Key, message.Value) : null,
        };
    }
}
