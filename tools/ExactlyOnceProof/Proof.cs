using OrleansState.LocalCluster.Members;
using OrleansState.LocalCluster.Redis;

namespace OrleansState.ExactlyOnceProof;

/// <summary>
/// Real processes, real Redis with a replica and sentinels, real Kafka: events are written while one mishap after another
/// happens, and every count is then compared.
/// </summary>
public sealed class Proof
{
    internal const string Topic = "proof-events";
    internal const string DeadLetters = "proof-events.dlq";
    internal const string Group = "proof";

    /// <summary>How long it may take to come back before that counts as wrong.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(1500);

    private readonly ProofPlan _plan;
    private readonly Report _report;
    private readonly Random _random;
    private readonly RecoveryTable _table = new();
    private readonly List<string> _wrong = [];
    private readonly string _clusterId = Guid.NewGuid().ToString("N");

    private int _kills;

    private Proof(ProofPlan plan, TextWriter output) => (_plan, _report, _random) = (plan, new Report(output), new Random(plan.Seed));

    /// <returns>What is not as the log says; empty when every count is exact.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(ProofPlan plan, TextWriter output, CancellationToken cancelled)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(output);
        return await new Proof(plan, output).RunAsync(cancelled);
    }

    private async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancelled)
    {
        _report.Line($"{_plan.Events} events of {_plan.Users} users in {_plan.Partitions} partitions, {_plan.Poison} unusable records, seed {_plan.Seed}");
        await using var cluster = await ProcessCluster.StartAsync(Describe(), cancelled);
        if (cluster.Kafka is not { Broker: not null } kafka)
            throw new InvalidOperationException("The proof wants a real broker: set KAFKA_HOME.");
        _report.Line($"redis-server with a replica and sentinels, Kafka, {_plan.Silos} silos and a bridge run");
        await using var tail = await RedisTail.StartAsync(cluster.Redis.Servers, _plan.LostTime, cancelled);
        await using var counters = await Counters.ConnectAsync(cluster.Redis.ConnectionString, _clusterId, cancelled);
        using var topics = new Topics(kafka.BootstrapServers);
        using var load = new EventLoad(_plan, kafka.BootstrapServers, Topic);
        var mishaps = new Mishaps(_plan, cluster, tail, load, _report, _random);
        var recovery = new Recovery(_plan, counters, topics);
        var order = _plan.Mishaps();
        for (var i = 0; i < order.Count; i++)
        {
            var writing = load.WriteToAsync((int)((long)_plan.Events * (i + 1) / (order.Count + 1)), cancelled);
            await Task.Delay(LongestWait * _random.NextDouble(), TimeProvider.System, cancelled);
            await mishaps.ReviveAsync(cancelled);
            await HappenAsync(order[i], mishaps, recovery, writing, cancelled);
        }

        await load.WriteToAsync(_plan.Events, cancelled);
        _report.Line($"all {load.InLog} events are in the log");
        _wrong.AddRange(await new Comparison(_plan, counters, topics, load, _report).CompareAsync(cancelled));
        foreach (var line in _table.Lines())
            _report.Line(line);
        _report.Line(_wrong.Count == 0 ? "EXACT" : $"NOT EXACT: {string.Join("; ", _wrong.Take(10))}");
        return _wrong;
    }

    private ClusterPlan Describe() => new()
    {
        Silos = _plan.Silos,
        Apis = 0,
        Bridges = 1,
        WithKafka = true,
        EventPartitions = _plan.Partitions,
        Redis = RedisTopology.Sentinel,
        Fsync = AppendFsync.EverySecond,
        Settings = new Dictionary<string, string?>
        {
            ["Orleans:ClusterId"] = _clusterId,
            ["Kafka:Topic"] = Topic,
            ["Kafka:DeadLetterTopic"] = DeadLetters,
            ["Kafka:GroupId"] = Group,
        },
    };

    private async Task HappenAsync(Mishap mishap, Mishaps mishaps, Recovery recovery, Task writing, CancellationToken cancelled)
    {
        // These write by themselves.
        if (mishap is Mishap.Stall or Mishap.Rebuild or Mishap.RebuildSwitch)
            await writing;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        Task<(TimeSpan Answers, TimeSpan Counts)>? comesBack = null;
        if (await mishaps.HappenAsync(mishap, () => comesBack = recovery.WatchAsync(limit.Token), cancelled) is { } wrong)
            _wrong.Add(wrong);
        await writing;
        // After every second kill the next mishap meets a system that is still coming back.
        var isPassedOver = mishap is Mishap.KillBridge or Mishap.KillSilo && _kills++ % 2 == 1;
        limit.CancelAfter(isPassedOver ? TimeSpan.Zero : Patience);
        try
        {
            var (answers, counts) = await comesBack!;
            _table.Add(mishap, answers, counts);
        }
        catch (OperationCanceledException) when (!cancelled.IsCancellationRequested)
        {
            if (!isPassedOver)
                _wrong.Add($"after {mishap} it did not come back within {Patience.TotalMinutes:0} minutes");
        }
    }
}
