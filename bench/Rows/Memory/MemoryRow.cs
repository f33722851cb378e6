using OrleansState.Bench.Report;
using OrleansState.Bench.Targets.Grains;
using OrleansState.Clicks;
using OrleansState.LocalCluster.Redis;

namespace OrleansState.Bench.Rows.Memory;

/// <summary>What a grain costs that nobody calls, and a key it remembers.</summary>
internal sealed class MemoryRow : Row
{
    private const string Activation = "bytes/idle activation";
    private const int KeysOfEach = 16;

    public override string Name => "memory";

    public override string Title => "Memory of an idle activation and of an idempotency key";

    public override string How =>
        "Managed memory after full collections, before and after as many counters have been incremented once, divided by their number: state, activation and the runtime's "
        + "own tables. A key: the same after each of 1,000 counters has taken 16 commands with a key, and what its record in Redis grew by.";

    public override async Task MeasureAsync(RowSettings settings, Figures figures)
    {
        await using var redis = await RedisServer.StartAsync(AppendFsync.EverySecond);
        await using var silo = await GrainSilo.StartAsync(redis.ConnectionString);
        var grains = settings.Scale(100_000, 2_000);
        figures.Add(CounterName, Activation, await GrowthAsync(grains, i => silo.Grains.GetGrain<IClickCounterGrain>($"a{i}").IncrementAsync("click")));
        figures.Add("plain Orleans grain", Activation, await GrowthAsync(grains, i => silo.Grains.GetGrain<IPlainCounterGrain>($"a{i}").IncrementAsync()));
        var keys = new KeyCost(silo, redis, settings.Scale(1_000, 50), KeysOfEach);
        await keys.WarmAsync();
        figures.Add(CounterName, "bytes/key in the silo", await GrowthAsync(keys.Grains, keys.FillAsync) / KeysOfEach);
        figures.Add(CounterName, "bytes/key in the record", await keys.RecordBytesAsync());
    }

    private static string CounterName => Contestants.Own + " grain";

    private static async Task<double> GrowthAsync(int count, Func<int, Task> touch)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, _) => await touch(i));
        return (double)(GC.GetTotalMemory(forceFullCollection: true) - before) / count;
    }
}
