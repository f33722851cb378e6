using Confluent.Kafka;
using OrleansState.TestServers;

namespace OrleansState.KafkaBridge.Tests.Harness;

/// <summary>Writes what the product's own producers never would: with any codec, in transactions.</summary>
internal static class KafkaWriter
{
    public static readonly TimeSpan Patience = Eventually.Patience;

    /// <summary>A producer that takes records of any size.</summary>
    public static IProducer<byte[]?, byte[]?> With(KafkaFixture kafka, CompressionType codec, int batchBytes = 500_000, int lingerMs = 500) =>
        Build(kafka, codec, null, batchBytes, lingerMs);

    /// <summary>Writes these in a transaction, which leaves a marker behind them.</summary>
    public static async Task WriteInTransactionAsync(KafkaFixture kafka, TopicPartition place, bool commit, params Message<byte[]?, byte[]?>[] messages)
    {
        using var producer = Build(kafka, CompressionType.None, Guid.NewGuid().ToString());
        producer.InitTransactions(Patience);
        producer.BeginTransaction();
        await Task.WhenAll(messages.Select(message => producer.ProduceAsync(place, message, TestContext.Current.CancellationToken)));
        if (commit)
            producer.CommitTransaction(Patience);
        else
            producer.AbortTransaction(Patience);
    }

    /// <summary>Has the partition end in this way; a record that is needed for it is of this value.</summary>
    public static async Task EndAsync(KafkaFixture kafka, TopicPartition place, LogEnd end, Message<byte[]?, byte[]?> record)
    {
        if (end is LogEnd.CommitMarker or LogEnd.AbortMarker)
            await WriteInTransactionAsync(kafka, place, end == LogEnd.CommitMarker, record);
        if (end is not (LogEnd.Record or LogEnd.Deleted))
            return;
        using var producer = Build(kafka, CompressionType.None, null);
        await producer.ProduceAsync(place, record, TestContext.Current.CancellationToken);
        if (end == LogEnd.Record)
            return;
        using var admin = new DependentAdminClientBuilder(producer.Handle).Build();
        await admin.DeleteRecordsAsync([new TopicPartitionOffset(place, Offset.End)]);
    }

    private static IProducer<byte[]?, byte[]?> Build(KafkaFixture kafka, CompressionType codec, string? transaction, int batchBytes = 500_000, int lingerMs = 500) =>
        new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig
        {
            BootstrapServers = kafka.BootstrapServers,
            Acks = Acks.All,
            CompressionType = codec,
            MessageMaxBytes = 500_000_000,
            BatchSize = batchBytes,
            LingerMs = lingerMs,
            TransactionalId = transaction,
        }).Build();
}
