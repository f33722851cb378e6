using Microsoft.Extensions.DependencyInjection;
using OrleansState.Clicks;
using OrleansState.Kafka;
using OrleansState.KafkaBridge.Rebuild;
using OrleansState.KafkaBridge.Tests.Harness;
using OrleansState.TestServers;

namespace OrleansState.KafkaBridge.Tests.Rebuild;

/// <summary>A rebuild on a real broker and a real store, while events and calls come faster than it asks.</summary>
public sealed class RebuildUnderLoadTests(RedisFixture redis, KafkaFixture kafka)
{
    private const int Users = 40;
    private const int Partitions = 3;
    private const int Runs = 6;
    private const string FullUser = "full";

    [LongFact]
    public async Task A_rebuild_of_counts_that_are_right_changes_nothing_while_events_and_calls_keep_coming()
    {
        using var topic = await Topic.CreateAsync(kafka, Partitions);
        await using var bridge = await BridgeHost.StartAsync(redis.ConnectionString, kafka.BootstrapServers, topic.Name);
        await FillAsync(topic, bridge);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var events = Task.Run(() => SendAsync(topic, stop.Token), stop.Token);
        var calls = Task.Run(() => CallAsync(bridge, stop.Token), stop.Token);

        for (var run = 0; run < Runs; run++)
        {
            var found = await bridge.Services.GetRequiredService<Rebuilding>().RunAsync(replaces: true, fromZero: false, TestContext.Current.CancellationToken);
            Assert.Empty(found.Differences);
        }

        await stop.CancelAsync();
        var (sent, called) = (await events, await calls);
        for (var user = 0; user < Users; user++)
            await bridge.CountsToAsync($"{user}", sent.GetValueOrDefault($"{user}") + called.GetValueOrDefault($"{user}"));
        await bridge.CountsToAsync(FullUser, ClickLimits.Actions + sent[FullUser]);
    }

    /// <summary>A user with as many actions as one may have: one more is refused, and again each time it is redriven.</summary>
    private static async Task FillAsync(Topic topic, BridgeHost bridge)
    {
        await Task.WhenAll(Enumerable.Range(0, ClickLimits.Actions - 1).Select(i => topic.ClickAsync(FullUser, $"action {i}", i % Partitions)));
        await bridge.CountsToAsync(FullUser, ClickLimits.Actions - 1);
        await bridge.Grains.GetGrain<IClickCounterGrain>(FullUser).IncrementAsync("by a call");
        await topic.ClickAsync(FullUser, "one too many");
        await topic.ClickAsync(FullUser, "one too many", 1);
        _ = topic.ReadDeadLetters(2);
        var queue = bridge.Services.GetRequiredService<DeadLetterQueue>();
        var ids = queue.List(10).Select(letter => letter.Id).ToList();
        await queue.RedriveAsync(ids, TestContext.Current.CancellationToken);
        await queue.RedriveAsync(ids, TestContext.Current.CancellationToken);
        await topic.SendAsync("not json");
    }

    private static async Task<Dictionary<string, long>> SendAsync(Topic topic, CancellationToken stop)
    {
        var sent = new Dictionary<string, long> { [FullUser] = 0 };
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var users = Enumerable.Range(i, 8).Select(n => n % 8 == 7 ? FullUser : $"{n * 7 % Users}").ToList();
            await Task.WhenAll(users.Select((user, n) => topic.ClickAsync(user, user == FullUser ? $"action {n}" : $"a{n % 3}", (i + n) % Partitions)));
            foreach (var user in users)
                sent[user] = sent.GetValueOrDefault(user) + 1;
        }

        return sent;
    }

    private static async Task<Dictionary<string, long>> CallAsync(BridgeHost bridge, CancellationToken stop)
    {
        var called = new Dictionary<string, long>();
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var user = $"{i % Users}";
            await bridge.Grains.GetGrain<IClickCounterGrain>(user).IncrementAsync("a0");
            called[user] = called.GetValueOrDefault(user) + 1;
        }

        return called;
    }
}
