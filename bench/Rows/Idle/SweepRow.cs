using System.Diagnostics;
using OrleansState.Bench.Load;
using OrleansState.Bench.Report;
using OrleansState.Bench.Targets;
using OrleansState.Bench.Targets.Carts;
using OrleansState.LocalCluster.Redis;
using StackExchange.Redis;

namespace OrleansState.Bench.Rows.Idle;

/// <summary>Half of very many carts go idle at one moment, while others are used.</summary>
internal sealed class SweepRow : Row
{
    private const string Alone = Contestants.Own + ", adds alone";
    private const string Swept = Contestants.Own + ", adds while carts are swept";
    private const string Rate = "carts/s swept";
    private const string P99 = "p99 ms";
    private const int Connections = 8;

    private static readonly TimeSpan IdleTimeout = TimeSpan.FromHours(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    public override string Name => "sweep";

    public override string Title => "Half of 1,000,000 carts go idle";

    public override string How =>
        "1,000,000 carts of three lines lie in Redis (everysec), none of them in memory; half of them are due at one moment. One silo, one Api; 8 connections add to "
        + "other carts, before that moment and from it on. Rate: from the first cart that is gone to the last. Memory: what Redis uses for each cart with its index entries, "
        + "and for each swept one afterwards; the silo's working set before and after.";

    public override IReadOnlyList<Aim> Aims => [new(Rate, Swept, null, 5_000), new(P99, Swept, Alone, 1.5, IsAtLeast: false)];

    public override async Task MeasureAsync(RowSettings settings, Figures figures)
    {
        var half = settings.Scale(500_000, 2_000);
        var cluster = await Product.StartAsync(AppendFsync.EverySecond);
        await using var carts = new ProductCarts(Contestants.EverySecond, cluster);
        await using var connection = await ConnectionMultiplexer.ConnectAsync(cluster.Redis.ConnectionString + ",allowAdmin=true,syncTimeout=60000,asyncTimeout=60000");
        var many = new ManyCarts(connection);
        var empty = await many.BytesAsync();
        var now = TimeProvider.System.GetUtcNow();
        // Due on a whole minute, as the index has it, when all is filled and the load has been measured without it.
        var due = new DateTimeOffset(((now + settings.Window + (settings.IsQuick ? TimeSpan.FromSeconds(5) : TimeSpan.FromMinutes(3))).UtcTicks / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute) + TimeSpan.TicksPerMinute, TimeSpan.Zero);
        await many.FillAsync("fresh", half, now);
        await many.FillAsync("stale", half, due - IdleTimeout);
        var full = await many.BytesAsync();
        carts.Prepare(Name, settings.Scale(200, 16));
        var adds = new LoadPlan
        {
            Port = carts.Port,
            Connections = Connections,
            Warmup = settings.Warmup,
            Window = settings.Window,
            Ledger = carts.Ledger,
            Next = (connection, sent) => carts.AddInTurn(connection, Connections, sent),
        };
        Add(figures, Alone, await HttpLoad.RunAsync(adds));
        var before = SiloBytes(cluster.Silos[0].Pid!.Value);
        if (await many.DueAsync(due - IdleTimeout) != half || TimeProvider.System.GetUtcNow() > due)
            throw new WrongAnswerException("The carts were not there in time.");

        while (await many.DueAsync(due - IdleTimeout) == half)
            await Task.Delay(Look, TimeProvider.System);
        var began = TimeProvider.System.GetTimestamp();
        var sweeping = GoneAsync(many, due - IdleTimeout);
        Add(figures, Swept, await HttpLoad.RunAsync(adds with { Warmup = TimeSpan.Zero, Window = settings.IsQuick ? settings.Window : TimeSpan.FromSeconds(10) }));
        await sweeping;
        figures.Add(Swept, Rate, half / TimeProvider.System.GetElapsedTime(began).TotalSeconds);
        figures.Add(Swept, "bytes/cart in Redis", (double)(full - empty) / (2 * half));
        figures.Add(Swept, "bytes/swept cart left in Redis", Math.Max(0, (await many.BytesAsync() - empty) - ((double)(full - empty) / 2)) / half);
        figures.Add(Swept, "silo MiB before", before / 1048576.0);
        figures.Add(Swept, "silo MiB after", SiloBytes(cluster.Silos[0].Pid!.Value) / 1048576.0);
        CartCheck.CountLost(carts);
        if (await connection.GetDatabase().HashGetAsync("orleansstate/index/cart/active", "") != half + carts.Ledger.Keys)
            throw new WrongAnswerException("The index does not say how many carts there are.");
    }

    private static void Add(Figures figures, string name, LoadResult result)
    {
        result.RequireNoFailure(name);
        figures.Add(name, "p50 ms", result.P50Milliseconds);
        figures.Add(name, P99, result.P99Milliseconds);
        figures.Add(name, "adds/s", result.PerSecond);
    }

    private static async Task GoneAsync(ManyCarts many, DateTimeOffset updatedAt)
    {
        while (await many.DueAsync(updatedAt) > 0)
            await Task.Delay(Look, TimeProvider.System);
    }

    private static long SiloBytes(int pid)
    {
        using var silo = Process.GetProcessById(pid);
        return silo.WorkingSet64;
    }
}
