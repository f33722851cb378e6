using Confluent.Kafka;
using Confluent.Kafka.Admin;
using OrleansState.TestServers;

namespace OrleansState.KafkaBridge.Tests.Backlog;

/// <summary>A consumer group as its coordinator sees it.</summary>
internal sealed class Group(KafkaFixture kafka, string id) : IDisposable
{
    private readonly IAdminClient _admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build();

    /// <summary>Each member with how many partitions it has; the coordinator gives who comes back another name.</summary>
    public async Task<IReadOnlyList<(string Member, int Partitions)>> MembersAsync()
    {
        var described = await _admin.DescribeConsumerGroupsAsync([id], new DescribeConsumerGroupsOptions { RequestTimeout = Eventually.Patience });
        return [.. described.ConsumerGroupDescriptions.Single().Members.Select(m => (m.ConsumerId, m.Assignment.TopicPartitions.Count))];
    }

    /// <summary>Completes when the time has passed after which this group sends a silent member away: it has one, and lets it fall silent.</summary>
    public async Task SendsAwayAsync(string topic, int afterMs)
    {
        using var silent = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig
        {
            BootstrapServers = kafka.BootstrapServers,
            GroupId = id,
            EnableAutoCommit = false,
            SessionTimeoutMs = afterMs,
            MaxPollIntervalMs = afterMs,
        }).Build();
        silent.Subscribe(topic);
        await Eventually.UntilAsync("the membership of one that will be silent", () =>
        {
            silent.Consume(TimeSpan.FromMilliseconds(100));
            return silent.Assignment.Count > 0;
        });
        await Eventually.UntilAsync("the end of a silent member's session", async () => (await MembersAsync()).Count == 0);
    }

    public void Dispose() => _admin.Dispose();
}
