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

    // As a program would that calls them often: a reference is made once.
    private readonly IClickCounterGrain[] _engine = [.. Enumerable.Range(0, grains).Select(i => silo.Grains.GetGrain<IClickCounterGrain>(Key(i)))];
    private readonly IPlainCounterGrain[] _plain = [.. Enumerable.Range(0, grains).Select(i => silo.Grains.GetGrain<IPlainCounterGrain>(Key(i)))];

    public async Task WarmAsync()
    {
        // The first call of a process takes as long as a whole quick run.
        await _engine[0].IncrementAsync(Action);
        await _plain[0].IncrementAsync();
        (_engineCalls, _plainCalls) = (_engineCalls + 1, _plainCalls + 1);
        await Warming.UntilSteadyAsync(settings, burst => EngineAsync(burst, new Figures()));
        await Warming.UntilSteadyAsync(settings, burst => PlainAsync(burst, new Figures()));
    }

    public Task EngineAsync() => EngineAsync(settings.Window, figures);

    public Task PlainAsync() => PlainAsync(settings.Window, figures);

    /// <exception cref="WrongAnswerException">The counts are not the calls that returned.</exception>
    public async Task CheckAsync()
    {
        var (engine, plain) = (0L, 0L);
        for (var i = 0; i < grains; i++)
        {
            engine += (await _engine[i].GetAsync()).Total;
            plain += await _plain[i].GetAsync();
        }

        if (engine != _engineCalls || plain != _plainCalls)
            throw new WrongAnswerException($"{_engineCalls} calls gave {engine} at {Engine}, {_plainCalls} calls gave {plain} at {Plain}.");
    }

    private async Task<double> EngineAsync(TimeSpan window, Figures into)
    {
        var result = await RunAsync(Engine, grain => _engine[grain].IncrementAsync(Action), window, into);
        _engineCalls += result.Sent;
        return result.PerSecond;
    }

    private async Task<double> PlainAsync(TimeSpan window, Figures into)
    {
        var result = await RunAsync(Plain, grain => _plain[grain].IncrementAsync(), window, into);
        _plainCalls += result.Sent;
        return result.PerSecond;
    }

    private async Task<LoadResult> RunAsync(string name, Func<long, Task> call, TimeSpan window, Figures into)
    {
        var before = await RedisWrites.CountAsync(redis.ConnectionString);
        var result = await CallLoad.RunAsync(Callers, settings.Warmup, window, (caller, sent) => call((caller + (sent * Callers)) % grains));
        var writes = await RedisWrites.CountAsync(redis.ConnectionString) - before;
        into.Add(name, Rate, result.PerSecond);
        into.Add(name, "p50 ms", result.P50Milliseconds);
        into.Add(name, "p99 ms", result.P99Milliseconds);
        into.Add(name, "Redis writes/increment", (double)writes / result.Sent);
        return result;
    }

    private static string Key(long grain) => $"u{grain}";
}
