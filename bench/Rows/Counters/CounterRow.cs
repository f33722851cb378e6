using OrleansState.Bench.Report;
using OrleansState.Bench.Targets;
using OrleansState.Bench.Targets.Grains;
using OrleansState.LocalCluster.Redis;

namespace OrleansState.Bench.Rows.Counters;

/// <summary>One counter that everybody increments.</summary>
internal sealed class CounterRow : Row
{
    public override string Name => "counter";

    public override string Title => "One counter";

    public override string How =>
        "512 concurrent callers increment one grain, called in the silo's process, Redis with appendfsync always; the plain grain awaits one WriteStateAsync a call "
        + "(Microsoft.Orleans.Persistence.Redis). Manager + Lock: four Python processes and a counter in memory.";

    public override IReadOnlyList<Aim> Aims =>
    [
        new(CounterLoad.Rate, CounterLoad.Engine, CounterLoad.Plain, 15),
        new(CounterLoad.Rate, CounterLoad.Engine, ManagerCounter.PeerName, 20),
    ];

    public override async Task MeasureAsync(RowSettings settings, Figures figures)
    {
        await using var redis = await RedisServer.StartAsync(AppendFsync.Always);
        await using var silo = await GrainSilo.StartAsync(redis.ConnectionString);
        var load = new CounterLoad(silo, redis, grains: 1, settings, figures);
        await load.WarmAsync();
        await TakingTurns.RunAsync(settings.Runs, [load.EngineAsync, load.PlainAsync, ManagerAsync], measure => measure());
        await load.CheckAsync();

        async Task ManagerAsync()
        {
            try
            {
                figures.Add(ManagerCounter.PeerName, CounterLoad.Rate, await ManagerCounter.RateAsync(settings.Scale(4_000, 200)));
            }
            catch (AbsentException absent)
            {
                figures.Note($"Absent. {absent.Message}");
            }
        }
    }
}
