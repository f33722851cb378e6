using OrleansState.KafkaBridge.Tests.Harness;
using OrleansState.TestServers;

namespace OrleansState.KafkaBridge.Tests;

/// <summary>The end of a transaction takes an offset, and no consumer is given it.</summary>
public sealed class TransactionTests(RedisFixture redis, KafkaFixture kafka)
{
    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 0)]
    public async Task A_partition_that_ends_in_a_transaction_has_no_lag(bool commits, int counted)
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        await using var bridge = await BridgeHost.StartAsync(redis.ConnectionString, kafka.BootstrapServers, topic.Name);
        await topic.ClickAsync("1");
        topic.ClickInTransaction("1", 3, commits);

        await bridge.CountsToAsync("1", 1 + counted);
        await Eventually.UntilAsync("the commit of the log's end", () => topic.Committed(topic.Name, 0) == 5);
        await bridge.CountsToAsync("1", 1 + counted);
    }
}
