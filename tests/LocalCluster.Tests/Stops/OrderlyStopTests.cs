using OrleansState.LocalCluster.Members;
using OrleansState.LocalCluster.Tests.Smoke;
using OrleansState.TestServers;

namespace OrleansState.LocalCluster.Tests.Stops;

/// <summary>A silo that stops in order costs nobody anything, at whatever speed, on real processes.</summary>
public sealed class OrderlyStopTests(RedisFixture redis)
{
    private const int Users = 8;
    private const int Clicks = 3;

    /// <summary>Long enough for a slow machine: only what the stop itself breaks may fail.</summary>
    private static readonly TimeSpan CallTimeout = TimeSpan.FromMinutes(1);

    [LongFact]
    public async Task A_silo_that_is_stopped_while_every_process_has_a_quarter_of_its_speed_costs_nothing()
    {
        await using var cluster = await StartAsync();
        await using var load = await StartLoadAsync(cluster);
        await load.EachUserClicksAsync(Clicks);

        await using (SlowMachine.Start(cluster))
        {
            await cluster.Silos[1].StopAsync();
            await load.EachUserClicksAsync(1);
        }

        await load.StopAndCheckAsync();
        load.CostNothing();
    }

    [LongFact]
    public async Task A_silo_that_takes_long_to_stop_costs_nothing()
    {
        await using var cluster = await StartAsync();
        await using var load = await StartLoadAsync(cluster);
        await load.EachUserClicksAsync(Clicks);

        await using (SlowMachine.Start(cluster.Silos[1]))
            await cluster.Silos[1].StopAsync();
        await load.EachUserClicksAsync(Clicks);

        await load.StopAndCheckAsync();
        load.CostNothing();
    }

    [LongFact]
    public async Task Silos_that_are_restarted_one_after_another_under_load_cost_nothing()
    {
        await using var cluster = await StartAsync();
        await using var load = await StartLoadAsync(cluster);
        foreach (var silo in cluster.Silos)
        {
            await load.EachUserClicksAsync(Clicks);
            await silo.StopAsync();
            await load.EachUserClicksAsync(Clicks);
            await silo.RestartAsync(TestContext.Current.CancellationToken);
        }

        await load.EachUserClicksAsync(Clicks);

        await load.StopAndCheckAsync();
        load.CostNothing();
    }

    private static async Task<SmokeLoad> StartLoadAsync(ProcessCluster cluster) =>
        new(await Task.WhenAll(Enumerable.Range(0, Users).Select(_ => SmokeUser.RegisterAsync(cluster.Apis[0].Url, CallTimeout))));

    private async Task<ProcessCluster> StartAsync()
    {
        redis.RequireRealRedis();
        return await ProcessCluster.StartAsync(Plan, TestContext.Current.CancellationToken);
    }

    private static ClusterPlan Plan => new()
    {
        Silos = 3,
        Settings = new Dictionary<string, string?>
        {
            ["RateLimit:Enabled"] = "false",
            ["Passwords:Iterations"] = "1000",
            ["Kafka:Enabled"] = "false",
            ["Redis:Timeout"] = "00:00:30",
            ["Orleans:ResponseTimeout"] = "00:01:00",
            // Slow is not dead.
            ["Orleans:ProbeTimeout"] = "00:00:30",
        },
    };
}
