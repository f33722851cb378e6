using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using OrleansState.Clicks;
using OrleansState.Kafka;
using OrleansState.Kafka.DeadLetters;
using OrleansState.KafkaBridge.Tests.Harness;
using OrleansState.TestServers;

namespace OrleansState.KafkaBridge.Tests.DeadLetters;

/// <summary>Anybody who may write events can say that one was redriven. Only a dead letter can bear that out.</summary>
public sealed class RedriveClaimTests(RedisFixture redis, KafkaFixture kafka)
{
    private const string Event = """{"user_id":"1","action":"click"}""";

    [Fact]
    public async Task A_forged_origin_does_not_take_the_place_of_the_true_one()
    {
        using var topic = await Topic.CreateAsync(kafka, new Dictionary<string, string>());
        await using var bridge = await BridgeHost.StartAsync(redis.ConnectionString, kafka.BootstrapServers, topic.Name);
        await WriteLetterAsync(topic, Event, "a-log/0/7");
        // Of the same place, but another event than the one that lay there: an event like any other.
        await topic.SendAsync("""{"user_id":"1","action":"view"}""", headers: (RedriveOrigin.Header, "a-log/0/7"));
        await bridge.CountsToAsync("1", 1);

        await bridge.Services.GetRequiredService<DeadLetterQueue>().RedriveAsync(null, TestContext.Current.CancellationToken);

        await bridge.CountsToAsync("1", 2);
    }

    [Fact]
    public async Task Forged_origins_do_not_use_up_what_a_user_may_have_redriven()
    {
        using var topic = await Topic.CreateAsync(kafka, new Dictionary<string, string>());
        await using var bridge = await BridgeHost.StartAsync(redis.ConnectionString, kafka.BootstrapServers, topic.Name);
        await WriteLetterAsync(topic, Event, "a-log/0/7");
        await Task.WhenAll(Enumerable.Range(0, ClickLimits.Redriven).Select(i => topic.SendAsync(Event, headers: (RedriveOrigin.Header, $"no-such-log/0/{i}"))));
        await bridge.CountsToAsync("1", ClickLimits.Redriven);

        await bridge.Services.GetRequiredService<DeadLetterQueue>().RedriveAsync(null, TestContext.Current.CancellationToken);

        await bridge.CountsToAsync("1", ClickLimits.Redriven + 1);
    }

    /// <summary>Else a list that shows one letter of each origin would show either, and a redrive would send either.</summary>
    [Fact]
    public async Task An_unusable_event_with_a_forged_origin_hides_no_dead_letter()
    {
        using var topic = await Topic.CreateAsync(kafka, new Dictionary<string, string>());
        await using var bridge = await BridgeHost.StartAsync(redis.ConnectionString, kafka.BootstrapServers, topic.Name);
        await WriteLetterAsync(topic, Event, "a-log/0/7");
        await topic.SendAsync("not json", headers: (RedriveOrigin.Header, "a-log/0/7"));
        await topic.ClickAsync("2");
        await bridge.CountsToAsync("2", 1);
        var queue = bridge.Services.GetRequiredService<DeadLetterQueue>();

        Assert.Equal(2, queue.List(10).Count);
        Assert.Equal(2, (await queue.RedriveAsync(null, TestContext.Current.CancellationToken)).Sent);
        await bridge.CountsToAsync("1", 1);
    }

    /// <summary>As releases up to now have sent it: nothing has to be added for it to be known.</summary>
    [Fact]
    public async Task A_true_redriven_event_counts_once_whoever_sent_it_and_however_often()
    {
        using var topic = await Topic.CreateAsync(kafka, new Dictionary<string, string>());
        await using var bridge = await BridgeHost.StartAsync(redis.ConnectionString, kafka.BootstrapServers, topic.Name);
        await WriteLetterAsync(topic, Event, "a-log/0/7");

        for (var i = 0; i < 3; i++)
            await topic.SendAsync(Event, headers: (RedriveOrigin.Header, "a-log/0/7"));
        await topic.ClickAsync("2");

        await bridge.CountsToAsync("2", 1);
        await bridge.CountsToAsync("1", 1);
    }

    private async Task WriteLetterAsync(Topic topic, string value, string origin)
    {
        using var producer = KafkaWriter.With(kafka, CompressionType.None);
        var headers = new Headers { { DeadLetterHeaders.Reason, "not-json"u8.ToArray() }, { DeadLetterHeaders.Origin, Encoding.UTF8.GetBytes(origin) } };
        await producer.ProduceAsync(topic.DeadLetters, new Message<byte[]?, byte[]?> { Value = Encoding.UTF8.GetBytes(value), Headers = headers }, TestContext.Current.CancellationToken);
    }
}
