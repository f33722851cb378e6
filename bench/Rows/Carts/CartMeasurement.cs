using OrleansState.Bench.Load;
using OrleansState.Bench.Report;
using OrleansState.Bench.Targets;
using OrleansState.Bench.Targets.Carts;

namespace OrleansState.Bench.Rows.Carts;

/// <summary>Adds against one target or several, with what they cost.</summary>
internal static class CartMeasurement
{
    public const string Rate = "req/s";
    public const string P50 = "p50 ms";
    public const string P99 = "p99 ms";
    public const string Cpu = "CPU µs/req";
    public const string Writes = "Redis writes/req";
    public const string Lost = "lost %";

    /// <summary>Loads each until it is warm, then all in turns, and holds their carts against what they acknowledged.</summary>
    public static async Task CompareAsync(
        IReadOnlyList<CartTarget> targets, RowSettings settings, Figures figures, Func<CartTarget, TimeSpan, LoadPlan> plan)
    {
        foreach (var target in targets)
            await Warming.UntilSteadyAsync(settings, burst => RunAsync(target, plan(target, burst) with { Warmup = TimeSpan.Zero }, new Figures()));
        await TakingTurns.RunAsync(settings.Runs, targets, target => RunAsync(target, plan(target, settings.Window), figures));
        foreach (var target in targets)
            Check(target, figures);
    }

    /// <summary>One run against one target.</summary>
    /// <returns>The rate.</returns>
    public static async Task<double> RunAsync(CartTarget target, LoadPlan plan, Figures figures)
    {
        var (cpu, writes) = (CpuTime.Seconds(target.Processes), await WritesAsync(target));
        var result = await HttpLoad.RunAsync(plan with { Ledger = target.Ledger });
        cpu = CpuTime.Seconds(target.Processes) - cpu;
        writes = await WritesAsync(target) - writes;
        result.RequireNoFailure(target.Name);
        figures.Add(target.Name, Rate, result.PerSecond);
        figures.Add(target.Name, P50, result.P50Milliseconds);
        figures.Add(target.Name, P99, result.P99Milliseconds);
        figures.Add(target.Name, Cpu, cpu * 1e6 / result.Sent);
        if (target.Redis is not null)
            figures.Add(target.Name, Writes, (double)writes / result.Sent);
        return result.PerSecond;
    }

    /// <summary>Holds the carts against what was acknowledged, in all runs so far.</summary>
    private static void Check(CartTarget target, Figures figures) =>
        figures.Add(target.Name, Lost, 100.0 * CartCheck.CountLost(target) / target.Ledger.TotalAcknowledged);

    private static async Task<long> WritesAsync(CartTarget target) =>
        target.Redis is { } redis ? await RedisWrites.CountAsync(redis) : 0;
}
