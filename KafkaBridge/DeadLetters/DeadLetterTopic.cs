using System.Globalization;
using Confluent.Kafka;
using Microsoft.Extensions.Options;
using OrleansState.Hosting.Kafka;

namespace OrleansState.KafkaBridge.DeadLetters;

/// <summary>Reads the dead-letter topic from its beginning to what was its end when the reading began.</summary>
internal sealed class DeadLetterTopic(KafkaClients clients, IOptions<KafkaOptions> options)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _topic = options.Value.DeadLetterTopic;

    /// <summary>The group whose committed offsets say how far a redrive of everything has come.</summary>
    private readonly string _redriveGroup = options.Value.GroupId + ".redrive";

    /// <exception cref="TimeoutException">The broker did not answer in time.</exception>
    public IEnumerable<StoredDeadLetter> Read()
    {
        using var consumer = clients.Quiet(new ConsumerBuilder<byte[]?, byte[]?>(clients.ReaderConfig())).Build();
        var redriven = Redriven();
        foreach (var partition in clients.Partitions(_topic))
        {
            var ends = consumer.QueryWatermarkOffsets(partition, Patience);
            if (ends.Low == ends.High)
                continue;
            consumer.Assign(new TopicPartitionOffset(partition, ends.Low));
            foreach (var record in ReadTo(consumer, ends.High))
                yield return Describe(record, redriven.GetValueOrDefault(partition.Partition.Value));
        }
    }

    /// <summary>Remembers that everything below these offsets has been redriven.</summary>
    public void RememberRedriven(IReadOnlyDictionary<int, long> nextOffsets)
    {
        using var consumer = clients.Committer(_redriveGroup);
        consumer.Commit(nextOffsets.Select(next => new TopicPartitionOffset(_topic, next.Key, next.Value)));
    }

    private IEnumerable<ConsumeResult<byte[]?, byte[]?>> ReadTo(IConsumer<byte[]?, byte[]?> consumer, Offset high)
    {
        while (true)
        {
            var record = consumer.Consume(Patience)
                ?? throw new TimeoutException($"Kafka gave nothing of {_topic} within {Patience.TotalSeconds} s, though its end was not reached.");
            yield return record;
            if (record.Offset.Value + 1 >= high.Value)
                yield break;
        }
    }

    private Dictionary<int, long> Redriven()
    {
        using var consumer = clients.Committer(_redriveGroup);
        return consumer.Committed(clients.Partitions(_topic), Patience).Where(p => !p.Offset.IsSpecial).ToDictionary(p => p.Partition.Value, p => p.Offset.Value);
    }

    private static StoredDeadLetter Describe(ConsumeResult<byte[]?, byte[]?> record, long redrivenBelow)
    {
        var headers = record.Message.Headers;
        var hasOrigin = RedriveOrigin.TryParse(DeadLetterHeaders.Find(headers, DeadLetterHeaders.Origin) ?? "", out var origin);
        return new StoredDeadLetter(
            string.Create(CultureInfo.InvariantCulture, $"{record.Partition.Value}/{record.Offset.Value}"),
            DeadLetterHeaders.Find(headers, DeadLetterHeaders.Reason) ?? "unknown",
            DeadLetterHeaders.Find(headers, DeadLetterHeaders.Detail) ?? "",
            DeadLetterHeaders.Find(headers, DeadLetterHeaders.Topic) ?? "",
            hasOrigin ? origin : null,
            Milliseconds(headers),
            record.Message,
            record.Offset.Value < redrivenBelow);
    }

    private static DateTimeOffset? Milliseconds(Headers headers) =>
        long.TryParse(DeadLetterHeaders.Find(headers, DeadLetterHeaders.Timestamp), CultureInfo.InvariantCulture, out var unix) && unix >= 0
            ? DateTimeOffset.FromUnixTimeMilliseconds(unix)
            : null;
}
