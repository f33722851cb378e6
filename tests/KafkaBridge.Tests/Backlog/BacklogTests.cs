using Microsoft.Extensions.DependencyInjection;
using OrleansState.Kafka;
using OrleansState.Kafka.Log;
using OrleansState.Kafka.Partitions;
using OrleansState.KafkaBridge.Clicks;
using OrleansState.KafkaBridge.Tests.Harness;
using OrleansState.TestServers;

namespace OrleansState.KafkaBridge.Tests.Backlog;

/// <summary>However much lies in the log, and however long the grains take nothing of it.</summary>
public sealed class BacklogTests(RedisFixture redis, KafkaFixture kafka)
{
    private const int Events = 150_000;
    private const int Users = 50;

    [LongFact]
    public async Task A_backlog_that_no_grain_takes_fills_two_batches_costs_no_membership_and_is_counted_in_the_end()
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        topic.Fill(Events, Users);
        var gate = new IntakeGate();
        WatchedLog? log = null;
        await using var bridge = await BridgeHost.StartAsync(redis.ConnectionString, kafka.BootstrapServers, topic.Name, replace: services => services
            .AddSingleton<IOutgoingGrainCallFilter>(gate)
            .AddKeyedSingleton<IEventLog<ClickEvent>>(topic.Name, (s, key) => log = new WatchedLog(s.GetRequiredKeyedService<KafkaEventLog<ClickEvent>>(key))));
        await Eventually.UntilAsync("a full inbox", () => log?.Waiting >= PartitionInbox.MaxRecords);
        using var group = new Group(kafka, topic.Name);
        var member = Assert.Single(await group.MembersAsync());
        Assert.Equal(1, member.Partitions);

        // In that time all of the backlog would have been read, and a bridge that waits for its grains would have been sent away.
        using (var others = new Group(kafka, $"{topic.Name}-others"))
            await others.SendsAwayAsync(topic.Name, KafkaClients.SessionTimeoutMs);

        Assert.Equal(PartitionInbox.MaxRecords, log!.Waiting);
        Assert.InRange(gate.Waiting, 1, PartitionInbox.MaxRecords);
        Assert.Equal(member, Assert.Single(await group.MembersAsync()));

        gate.Open();
        for (var user = 0; user < Users; user++)
            await bridge.CountsToAsync($"{user}", Events / Users);
    }
}
