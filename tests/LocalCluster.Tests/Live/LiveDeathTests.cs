using OrleansState.LocalCluster.Members;
using OrleansState.LocalCluster.Tests.Smoke;
using OrleansState.TestServers;
using OrleansState.TestServers.Events;

namespace OrleansState.LocalCluster.Tests.Live;

/// <summary>Streams of events while the silos that tell of changes die, each in its turn: the one that has the cart, the queue or the subscriptions.</summary>
public sealed class LiveDeathTests(RedisFixture redis)
{
    private const int Users = 24;

    [LongFact]
    public async Task Streams_in_every_Api_go_on_when_a_silo_dies_by_kill_9()
    {
        redis.RequireRealRedis();
        await using var cluster = await ProcessCluster.StartAsync(Plan, TestContext.Current.CancellationToken);
        var users = await Task.WhenAll(Enumerable.Range(0, Users).Select(_ => SmokeUser.RegisterAsync(cluster.Apis[0].Url)));
        var streams = (await Task.WhenAll(users.SelectMany(user => cluster.Apis.Select(async api =>
            (User: user, Events: await EventReader.OpenAsync(api.Url, "/cart/events", user.AccessToken)))))).ToList();
        Assert.All(await Task.WhenAll(streams.Select(stream => stream.Events.NextAsync())), first => Assert.Equal("", first.Lines));

        foreach (var silo in cluster.Silos)
        {
            await AreShownAsync($"before-{silo.Name}", users, streams);
            await silo.KillAsync();
            await AreShownAsync($"after-{silo.Name}", users, streams);
            await silo.RestartAsync(TestContext.Current.CancellationToken);
        }

        foreach (var (_, events) in streams)
            await events.DisposeAsync();
        foreach (var user in users)
            user.Dispose();
    }

    /// <summary>Each user adds an item, and each of their streams shows it.</summary>
    private static async Task AreShownAsync(string item, SmokeUser[] users, List<(SmokeUser User, EventReader Events)> streams)
    {
        var shown = streams.Select(async stream =>
        {
            await stream.Events.NextAsync(cart => cart["cart"]!.AsArray().Any(line => (string?)line!["item"] == item));
            return TimeProvider.System.GetTimestamp();
        }).ToArray();
        var added = await Task.WhenAll(users.Select(async user =>
        {
            await user.AddAsync(item);
            return (user, At: TimeProvider.System.GetTimestamp());
        }));
        var delays = (await Task.WhenAll(shown)).Zip(streams, (at, stream) => TimeProvider.System.GetElapsedTime(added.Single(a => a.user == stream.User).At, at).TotalMilliseconds);
        TestContext.Current.TestOutputHelper?.WriteLine($"{item}: shown {delays.Average():0} ms after the answer on average, {delays.Max():0} ms at most");
    }

    private static ClusterPlan Plan => new()
    {
        Silos = 3,
        Apis = 2,
        Settings = new Dictionary<string, string?>
        {
            ["RateLimit:Enabled"] = "false",
            ["Passwords:Iterations"] = "1000",
            ["Kafka:Enabled"] = "false",
        },
    };
}
