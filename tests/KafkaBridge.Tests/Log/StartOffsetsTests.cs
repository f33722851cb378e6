using System.Net;
using System.Net.Sockets;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OrleansState.Kafka.Log;
using OrleansState.Kafka.Topics;
using OrleansState.KafkaBridge.Tests.Harness;
using OrleansState.TestServers;

namespace OrleansState.KafkaBridge.Tests.Log;

/// <summary>Kafka forgets a commit that nobody repeats, and so where the bridge first began.</summary>
public sealed class StartOffsetsTests(RedisFixture redis, KafkaFixture kafka)
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task A_first_offset_is_committed_again_once_an_interval_for_as_long_as_the_partition_is_ours()
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        using var starts = Create(topic);
        starts.Of(0, isNew: false);

        await starts.KeepAsync(0);
        Assert.Equal(1, topic.Commits(Origin(topic)));

        for (var interval = 1; interval <= 2; interval++)
        {
            _clock.Advance(StartOffsets.KeepInterval);
            await starts.KeepAsync(0);
            await starts.KeepAsync(0);
            Assert.Equal(1 + interval, topic.Commits(Origin(topic)));
        }

        Assert.Equal(0, topic.Committed(Origin(topic), 0));
    }

    [Fact]
    public async Task What_is_committed_again_is_what_Kafka_knows_and_not_what_this_bridge_once_saw()
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        topic.Commit(topic.Name, 0, 3);
        using var starts = Create(topic);
        Assert.Equal(3, starts.Of(0, isNew: false));
        using (var other = Create(topic))
            other.Of(0, isNew: true);

        _clock.Advance(StartOffsets.KeepInterval);
        await starts.KeepAsync(0);

        Assert.Equal(3, topic.Commits(Origin(topic)));
        Assert.Equal(0, topic.Committed(Origin(topic), 0));
    }

    [Fact]
    public async Task A_bridge_that_takes_a_partition_over_commits_its_first_offset_again()
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        await using (var first = await StartAsync(topic))
        {
            await topic.ClickAsync("1");
            await first.CountsToAsync("1", 1);
            Assert.Equal(1, topic.Commits(Origin(topic)));
        }

        await using var second = await StartAsync(topic);
        await Eventually.UntilAsync("a second commit of the first offset", () => topic.Commits(Origin(topic)) == 2);
        Assert.Equal(0, topic.Committed(Origin(topic), 0));
    }

    [LongFact]
    public async Task Its_clients_are_closed_only_when_no_call_to_them_is_under_way()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var starts = Create(silent.LocalEndpoint.ToString()!, "events");
        var call = Task.Run(() => starts.Of(0, isNew: false), TestContext.Current.CancellationToken);
        using var connection = await silent.AcceptTcpClientAsync(TestContext.Current.CancellationToken);

        starts.Dispose();

        var hadEnded = call.IsCompleted;
        var fault = await Record.ExceptionAsync(() => call);
        Assert.True(fault is ObjectDisposedException || (fault is KafkaException && hadEnded), $"{(hadEnded ? "Before" : "Behind")} the disposal: {fault}");
    }

    private static string Origin(Topic topic) => $"{topic.Name}.origin";

    private StartOffsets Create(Topic topic) => Create(kafka.BootstrapServers, topic.Name);

    private StartOffsets Create(string bootstrapServers, string topic) =>
        new(KafkaParts.Clients(bootstrapServers, topic), new IngestTopic(topic, topic + ".dlq", null), _clock, NullLogger<StartOffsets>.Instance);

    private Task<BridgeHost> StartAsync(Topic topic) => BridgeHost.StartAsync(redis.ConnectionString, kafka.BootstrapServers, topic.Name);
}
