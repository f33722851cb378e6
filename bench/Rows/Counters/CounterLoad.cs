using OrleansState.Bench.Load;
using OrleansState.Bench.Report;
using OrleansState.Bench.Targets;
using OrleansState.Bench.Targets.Grains;
using OrleansState.Clicks;
using OrleansState.LocalCluster.Redis;

namespace OrleansState.Bench.Rows.Counters;

/// <summary>Increments of the engine's counter and of the plain one, and whether they add up.</summary>
internal sealed class CounterLoad(GrainSilo silo, RedisServer redis, int grains, RowSettings settings, Figures figures)
{
    public const string Engine = Contestants.Own + " grain";
    public const string Plain = "plain Orleans grain";
    public const string Rate = "increments/s";

    private const int Callers = 512;
    private const string Action = "click";

    private long _engineCalls;
    private long _plainCalls;

    /// <summary>The first call of a process takes as long as a whole quick run.</summary>
    public async Task WarmAsync()
    {
        await silo.Grains.GetGrain<IClickCounterGrain>("warm").IncrementAsync(Action);
        await silo.Grains.GetGrain<IPlainCounterGrain>("warm").IncrementAsync();
    }

    public async Task EngineAsync() =>
        _engineCalls += await RunAsync(Engine, key => silo.Grains.GetGrain<IClickCounterGrain>(key).IncrementAsync(Action));

    public async Task PlainAsync() =>
        _plainCalls += await RunAsync(Plain, key => silo.Grains.GetGrain<IPlainCounterGrain>(key).IncrementAsync());

    /// <exception cref="WrongAnswerException">The counts are not the calls that returned.</exception>
    public async Task CheckAsync()
    {
        var (engine, plain) = (0L, 0L);
        for (var i = 0; i < grains; i++)
        {
            engine += (await silo.Grains.GetGrain<IClickCounterGrain>(Key(i)).GetAsync()).Total;
            plain += await silo.Grains.GetGrain<IPlainCounterGrain>(Key(i)).GetAsync();
        }

        if (engine != _engineCalls || plain != _plainCalls)
            throw new WrongAnswerException($"{_engineCalls} calls gave {engine} at {Engine}, {_plainCalls} calls gave {plain} at {Plain}.");
    }

    private async Task<long> RunAsync(string name, Func<string, Task> call)
    {
        var before = await RedisWrites.CountAsync(redis.ConnectionString);
        var result = await CallLoad.RunAsync(Callers, settings.Warmup, settings.Window, (caller, sent) => call(Key((caller + sent * Callers) % grains)));
        var writes = await RedisWrites.CountAsync(redis.ConnectionString) - before;
        figures.Add(name, Rate, result.PerSecond);
        figures.Add(name, "p50 ms", result.P50Milliseconds);
        figures.Add(name, "p99 ms", result.P99Milliseconds);
        figures.Add(name, "Redis writes/increment", (double)writes / result.Sent);
        return result.Sent;
    }

    private static string Key(long grain) => $"u{grain}";
}
