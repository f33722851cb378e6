using OrleansState.Bench.Load;
using OrleansState.Bench.Report;
using OrleansState.Bench.Targets;
using OrleansState.Bench.Targets.Grains;
using OrleansState.Clicks;
using OrleansState.LocalCluster.Members;
using OrleansState.LocalCluster.Redis;

namespace OrleansState.Bench.Rows.Growth;

/// <summary>One silo that holds more and more users.</summary>
internal sealed class GrowthRow : Row
{
    private const string Rate = "increments/s";
    private const string Action = "click";
    private const int Callers = 512;

    /// <summary>A collection of everything takes seconds, and comes now and then: a window or two may meet it or not.</summary>
    private const int WindowsPerRun = 2;

    public override string Name => "growth";

    public override string Title => "Growth";

    public override string How =>
        "One silo, one Redis (everysec), called by an Orleans client. At each size the new users are incremented once, which activates and writes them; then 512 callers increment users at random, first until that gets no faster. "
        + "Bytes: what the silo's resident memory and Redis' used memory grew by since the start, divided by the users. --large goes on to 5 million.";

    public override IReadOnlyList<Aim> Aims => [new(Rate, Called(1_000_000), Called(10_000), 0.8)];

    public override async Task MeasureAsync(RowSettings settings, Figures figures)
    {
        int[] sizes = settings.IsQuick ? [500, 2_000] : settings.IsLarge ? [10_000, 100_000, 1_000_000, 5_000_000] : [10_000, 100_000, 1_000_000];
        await using var cluster = await Product.StartAsync(
            AppendFsync.EverySecond, silos: 1, apis: 0, settings: [new("Orleans:ClusterId", ClusterConnection.ClusterId)]);
        await using var client = await ClusterConnection.OpenAsync(cluster.Redis.ConnectionString);
        var crowd = new Crowd(client.Grains, sizes[^1]);
        await CallLoad.RunAsync(Callers, settings.Warmup, settings.Window, (caller, _) => client.Grains.GetGrain<IClickCounterGrain>($"warm{caller}").IncrementAsync(Action));
        var (silo, redis) = await MemoryAsync(cluster);
        foreach (var size in sizes)
        {
            var began = TimeProvider.System.GetTimestamp();
            var added = await crowd.GrowToAsync(size, Callers);
            figures.Add(Called(size), "new users/s", added / TimeProvider.System.GetElapsedTime(began).TotalSeconds);
            await Warming.UntilSteadyAsync(settings, async burst => (await IncrementAsync(burst)).PerSecond);
            for (var run = 0; run < WindowsPerRun * settings.Runs; run++)
            {
                var result = await IncrementAsync(settings.Window);
                figures.Add(Called(size), Rate, result.PerSecond);
                figures.Add(Called(size), "p99 ms", result.P99Milliseconds);
            }

            var (siloNow, redisNow) = await MemoryAsync(cluster);
            figures.Add(Called(size), "silo bytes/user", (double)(siloNow - silo) / size);
            figures.Add(Called(size), "Redis bytes/user", (double)(redisNow - redis) / size);
            await crowd.CheckAsync(settings.Scale(2_000, 500));
        }

        Task<LoadResult> IncrementAsync(TimeSpan window) => CallLoad.RunAsync(Callers, settings.Warmup, window, (_, _) => crowd.IncrementAnyAsync());
    }

    private static string Called(int users) => $"{Contestants.Own}, {users:N0} users";

    private static async Task<(long Silo, long Redis)> MemoryAsync(ProcessCluster cluster) =>
        (CpuTime.ResidentBytes(cluster.Silos[0].Pid!.Value), await RedisWrites.UsedMemoryAsync(cluster.Redis.ConnectionString));
}
