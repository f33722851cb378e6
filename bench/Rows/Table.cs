using System.Collections.Immutable;
using OrleansState.Bench.Report;
using OrleansState.Bench.Rows.Carts;
using OrleansState.Bench.Rows.Counters;
using OrleansState.Bench.Rows.Failures;
using OrleansState.Bench.Rows.Growth;
using OrleansState.Bench.Rows.Identity;
using OrleansState.Bench.Rows.Idle;
using OrleansState.Bench.Rows.Kafka;
using OrleansState.Bench.Rows.Memory;
using OrleansState.Bench.Rows.Silos;
using OrleansState.Bench.Rows.Starts;
using OrleansState.Bench.Targets;
using OrleansState.Bench.Targets.Carts;
using OrleansState.Bench.Targets.Kafka;
using OrleansState.LocalCluster.Kafka;
using OrleansState.LocalCluster.Members;
using OrleansState.LocalCluster.Redis;

namespace OrleansState.Bench.Rows;

/// <summary>All rows, in the order of the report.</summary>
internal static class Table
{
    private static readonly CartContestants Carts = CartContestants.All();
    private static readonly Shared<KafkaBroker> Kafka = new(Broker.StartAsync);
    private static readonly Shared<ProcessCluster> Cluster = new(() => Product.StartAsync(AppendFsync.Always, silos: 2));

    private static readonly ImmutableArray<Row> Rows =
    [
        new CartAddRow(Carts),
        new OneCartRow(Carts),
        new CartReadRow(Carts),
        new CounterRow(),
        new ManyCountersRow(),
        new KafkaRow(10_000, isZipf: true, isMain: true, Kafka),
        new KafkaRow(10_000, isZipf: false, isMain: false, Kafka),
        new KafkaRow(1_000_000, isZipf: true, isMain: false, Kafka),
        new KafkaRow(1_000_000, isZipf: false, isMain: false, Kafka),
        new KafkaLatencyRow(Kafka),
        new RebalanceRow(Kafka),
        new LoginRow(),
        new TokenCheckRow(),
        new LoginFloodRow(),
        new GrowthRow(),
        new FailureRow(Failure.SiloKill, Cluster),
        new FailureRow(Failure.SiloRestart, Cluster),
        new FailureRow(Failure.RedisRestart, Cluster),
        new FailureRow(Failure.RedisHang, Cluster),
        new StartRow(),
        new SilosRow(),
        new MemoryRow(),
        new IdleStreamsRow(),
        new SerializerRow(),
        new SweepRow(),
    ];

    /// <summary>The rows of those names, or else those whose names begin with one; all, when no name is given.</summary>
    public static IReadOnlyList<Row> Select(IReadOnlyCollection<string> names) =>
        [.. Rows.Where(r => names.Count == 0 || names.Any(n => n == r.Name || (Rows.All(other => other.Name != n) && r.Name.StartsWith(n, StringComparison.Ordinal))))];

    public static ImmutableArray<RowReport> InOrder(ImmutableArray<RowReport> reports) =>
        [.. reports.OrderBy(r => Rows.Select(x => x.Name).ToList().IndexOf(r.Name))];
}
