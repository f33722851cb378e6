using Microsoft.Extensions.DependencyInjection;
using OrleansState.Clicks;
using OrleansState.Commands;
using OrleansState.KafkaBridge.Rebuild;
using OrleansState.KafkaBridge.Tests.Harness;
using OrleansState.TestServers;

namespace OrleansState.KafkaBridge.Tests.Rebuild;

public sealed class RebuildTests(RedisFixture redis, KafkaFixture kafka)
{
    [Fact]
    public async Task Counts_that_are_right_differ_in_nothing()
    {
        using var topic = await Topic.CreateAsync(kafka);
        await using var bridge = await StartAsync(topic);
        await CountAsync(topic, bridge);
        await bridge.Grains.GetGrain<IClickCounterGrain>("1").IncrementAsync("click");

        var (users, differences) = await Compare(bridge);

        Assert.Equal(2, users);
        Assert.Empty(differences);
    }

    [Fact]
    public async Task A_counter_that_went_wrong_is_found_and_put_right_and_keeps_what_came_by_calls()
    {
        using var topic = await Topic.CreateAsync(kafka);
        await using var bridge = await StartAsync(topic);
        await CountAsync(topic, bridge);
        var counter = bridge.Grains.GetGrain<IClickCounterGrain>("1");
        await counter.IncrementAsync("click");
        await SpoilAsync(counter);

        var difference = Assert.Single((await Compare(bridge)).Differences);
        Assert.Equal("1\tcounted click=40\tin the log click=2", difference.ToString());
        Assert.True(await Rebuilding(bridge).SwitchAsync(difference));

        Assert.Equal(3, (await counter.GetAsync()).Total);
        Assert.Empty((await Compare(bridge)).Differences);
    }

    [Fact]
    public async Task A_counter_that_has_moved_since_it_was_compared_is_left_alone()
    {
        using var topic = await Topic.CreateAsync(kafka);
        await using var bridge = await StartAsync(topic);
        await CountAsync(topic, bridge);
        var counter = bridge.Grains.GetGrain<IClickCounterGrain>("1");
        await SpoilAsync(counter);
        var difference = Assert.Single((await Compare(bridge)).Differences);
        await counter.IncrementAsync("click");

        Assert.False(await Rebuilding(bridge).SwitchAsync(difference));

        Assert.Equal(41, (await counter.GetAsync()).Total);
    }

    private static async Task CountAsync(Topic topic, BridgeHost bridge)
    {
        await topic.ClickAsync("1");
        await topic.ClickAsync("2", partition: 1);
        await topic.ClickAsync("1");
        await bridge.CountsToAsync("1", 2);
        await bridge.CountsToAsync("2", 1);
    }

    private static async Task SpoilAsync(IClickCounterGrain counter)
    {
        var logged = await counter.GetLoggedAsync();
        await counter.ReplaceLoggedAsync(logged.Value! with { Counts = [new ClickCount("click", 40)] }, new CommandContext(logged.ETag));
    }

    private static Rebuilding Rebuilding(BridgeHost bridge) => bridge.Services.GetRequiredService<Rebuilding>();

    private static Task<(int Users, IReadOnlyList<Difference> Differences)> Compare(BridgeHost bridge) =>
        Rebuilding(bridge).CompareAsync(TestContext.Current.CancellationToken);

    private Task<BridgeHost> StartAsync(Topic topic) => BridgeHost.StartAsync(redis.ConnectionString, kafka.BootstrapServers, topic.Name);
}
