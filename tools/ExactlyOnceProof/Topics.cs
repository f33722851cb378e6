using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace OrleansState.ExactlyOnceProof;

/// <summary>Reads topics as a client that knows nothing of the bridge.</summary>
internal sealed class Topics(string bootstrapServers) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly IConsumer<byte[], byte[]> _consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
    {
        BootstrapServers = bootstrapServers, GroupId = "exactly-once-proof", EnableAutoCommit = false, AutoOffsetReset = AutoOffsetReset.Earliest,
    }).Build();

    public long End(string topic, int partition) => _consumer.QueryWatermarkOffsets(new TopicPartition(topic, partition), Patience).High.Value;

    /// <summary>Where the records of the dead letters first lay, as often as they are there. The topic has one partition.</summary>
    public IReadOnlyList<(int Partition, long Offset)> DeadLetters(string topic)
    {
        var origins = new List<(int, long)>();
        var end = End(topic, 0);
        _consumer.Assign(new TopicPartitionOffset(topic, 0, Offset.Beginning));
        for (var next = 0L; next < end;)
        {
            var record = _consumer.Consume(Patience) ?? throw new TimeoutException($"Kafka gave nothing of {topic} within {Patience.TotalSeconds} s.");
            next = record.Offset.Value + 1;
            origins.Add(((int)Number(record.Message.Headers, "dead-letter-partition"), Number(record.Message.Headers, "dead-letter-offset")));
        }

        return origins;
    }

    public void Dispose() => _consumer.Dispose();

    private static long Number(Headers headers, string name) => long.Parse(Encoding.UTF8.GetString(headers.GetLastBytes(name)), CultureInfo.InvariantCulture);
}
