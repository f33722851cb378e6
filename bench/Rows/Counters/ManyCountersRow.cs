using OrleansState.Bench.Report;
using OrleansState.Bench.Targets.Grains;
using OrleansState.LocalCluster.Redis;

namespace OrleansState.Bench.Rows.Counters;

/// <summary>Many grains, where group commit within a grain has nothing to join.</summary>
internal sealed class ManyCountersRow : Row
{
    public override string Name => "counters-10k";

    public override string Title => "10,000 counters";

    public override string How =>
        "As above, the increments spread over 10,000 grains: no two calls meet at one, so that only what travels together from the silo to Redis can make a difference.";

    public override IReadOnlyList<Aim> Aims => [new(CounterLoad.Rate, CounterLoad.Engine, CounterLoad.Plain, 1)];

    public override async Task MeasureAsync(RowSettings settings, Figures figures)
    {
        await using var redis = await RedisServer.StartAsync(AppendFsync.Always);
        await using var silo = await GrainSilo.StartAsync(redis.ConnectionString);
        var load = new CounterLoad(silo, redis, settings.Scale(10_000, 500), settings, figures);
        await load.WarmAsync();
        await TakingTurns.RunAsync(settings.Runs, [load.EngineAsync, load.PlainAsync], measure => measure());
        await load.CheckAsync();
    }
}
