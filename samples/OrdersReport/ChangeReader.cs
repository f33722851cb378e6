using Confluent.Kafka;

namespace OrleansState.OrdersReport;

/// <summary>
/// Hands each record of the topic to the report, from where the report itself has come to. Kafka's committed offsets are not used:
/// they are written at another moment than the report, before or after it, and one of the two would be wrong after a crash.
/// </summary>
internal sealed class ChangeReader : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Report _report;
    private readonly IConsumer<string, byte[]> _consumer;
    private readonly List<TopicPartitionOffset> _partitions;

    public ChangeReader(string kafka, string topic, Report report)
    {
        _report = report;
        _consumer = new ConsumerBuilder<string, byte[]>(new ConsumerConfig
        {
            BootstrapServers = kafka,
            // The client wants a name; nothing is committed under it.
            GroupId = "orders-report",
            EnableAutoCommit = false,
            EnablePartitionEof = true,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            IsolationLevel = IsolationLevel.ReadCommitted,
        }).Build();
        using var admin = new DependentAdminClientBuilder(_consumer.Handle).Build();
        _partitions = [.. admin.GetMetadata(topic, Patience).Topics.Single().Partitions.Select(partition =>
            new TopicPartitionOffset(topic, partition.PartitionId, report.NextOffset(partition.PartitionId) is { } next ? new Offset(next) : Offset.Beginning))];
    }

    /// <summary>Returns when it is cancelled, or where it is asked to when all that lies in the topic has been applied.</summary>
    public void Run(bool toEnd, CancellationToken cancelled)
    {
        _consumer.Assign(_partitions);
        var ended = new HashSet<Partition>();
        try
        {
            while (!toEnd || ended.Count < _partitions.Count)
            {
                var record = _consumer.Consume(cancelled);
                if (record.IsPartitionEOF)
                    ended.Add(record.Partition);
                else
                    _report.Apply(record.Partition.Value, record.Offset.Value, Change.Of(record.Message));
            }
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
        {
            // What was applied is in the report; the rest is read next time.
        }
    }

    public void Dispose() => _consumer.Dispose();
}
