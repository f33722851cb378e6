using Confluent.Kafka;
using OrleansState.LocalCluster.Members;
using OrleansState.LocalCluster.Processes;
using OrleansState.LocalCluster.Tests.Events;
using OrleansState.TestServers;

namespace OrleansState.LocalCluster.Tests.Samples;

/// <summary>The sample as its README starts it, on what a real cluster tells a real Kafka.</summary>
public sealed class OrdersReportTests(RedisFixture redis) : IDisposable
{
    private const int Shoppers = 5;
    private const int Orders = 8;

    private readonly RunDirectory _directory = new("orleans-state-test-");

    [LongFact]
    public async Task Each_event_counts_once_though_the_program_dies_in_the_middle_and_events_come_twice()
    {
        redis.RequireRealRedis();
        KafkaFixture.RequireInstalled();
        await using var cluster = await ProcessCluster.StartAsync(new ClusterPlan { WithKafka = true, EventPartitions = 3, Settings = new Dictionary<string, string?> { ["RateLimit:Enabled"] = "false" } }, TestContext.Current.CancellationToken);
        var kafka = cluster.Kafka!.BootstrapServers;
        await using (var following = await StartAsync(kafka, "following"))
        {
            var shoppers = await Task.WhenAll(Enumerable.Range(0, Shoppers).Select(_ => Shopper.ArriveAsync(cluster.Apis[0].Url)));
            var ordering = shoppers.Select(OrderAsync).ToArray();
            await Eventually.UntilAsync("the last order of a first shopper", () => Task.FromResult(File.Exists(Database) && (following.HasExited || ordering.Any(order => order.IsCompleted))));
            Assert.False(following.HasExited, following.LogTail());
            following.Kill();
            await Task.WhenAll(ordering);
            await new ChangeTopic(kafka).ReadAsync([.. shoppers.Select(shopper => shopper.UserId)], Orders);
        }

        SendAllAgain(kafka);
        await using var report = await StartAsync(kafka, "report", "--to-end");
        await report.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, report.ExitCode);
        Assert.Contains($"orders {Shoppers * Orders}\napple {Shoppers * Orders}", report.LogTail(), StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private string Database => _directory.File("orders.db");

    private static async Task OrderAsync(Shopper shopper)
    {
        using var ends = shopper;
        for (var i = 0; i < Orders; i++)
            await shopper.OrderAsync();
    }

    private Task<ChildProcess> StartAsync(string kafka, string log, params string[] options) => ChildProcess.StartAsync(new ChildCommand(
        "OrdersReport", "dotnet", [Path.Combine(AppContext.BaseDirectory, "OrdersReport.dll"), "--kafka", kafka, "--database", Database, .. options], _directory.File(log)));

    /// <summary>As a silo does that died before it could take an event out of its record.</summary>
    private static void SendAllAgain(string kafka)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig { BootstrapServers = kafka, GroupId = "again", EnablePartitionEof = true, EnableAutoCommit = false }).Build();
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = kafka, Acks = Acks.All }).Build();
        consumer.Assign(Enumerable.Range(0, 3).Select(partition => new TopicPartitionOffset("state-changes", partition, Offset.Beginning)));
        var (records, ended) = (new List<ConsumeResult<byte[], byte[]>>(), 0);
        while (ended < 3)
        {
            var record = consumer.Consume(Eventually.Patience) ?? throw new TimeoutException("The end of a partition did not come.");
            if (record.IsPartitionEOF)
                ended++;
            else
                records.Add(record);
        }

        Assert.NotEmpty(records);
        foreach (var record in records)
            producer.Produce(record.TopicPartition, new Message<byte[], byte[]> { Key = record.Message.Key, Value = record.Message.Value, Headers = record.Message.Headers });
        producer.Flush(TestContext.Current.CancellationToken);
    }
}
