using OrleansState.LocalCluster.Members;
using OrleansState.LocalCluster.Redis;

namespace OrleansState.ExactlyOnceProof;

/// <summary>Real processes, real Redis, real Kafka: events are written while one after another dies, and every count is then compared.</summary>
public sealed class Proof
{
    private const string Topic = "proof-events";
    private const string DeadLetters = "proof-events.dlq";
    private const string Group = "proof";
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(1500);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan SettlePatience = TimeSpan.FromMinutes(3);

    private readonly ProofPlan _plan;
    private readonly Report _report;
    private readonly Random _random;
    private readonly string _clusterId = Guid.NewGuid().ToString("N");

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
        _report.Line($"redis-server, Kafka, {_plan.Silos} silos and a bridge run");
        await using var tail = await RedisTail.StartAsync(cluster.Redis.Server, _plan.LostTime);
        using var load = new EventLoad(_plan, kafka.BootstrapServers, Topic);
        var mishaps = _plan.Mishaps();
        for (var i = 0; i < mishaps.Count; i++)
        {
            var writing = load.WriteToAsync((int)((long)_plan.Events * (i + 1) / (mishaps.Count + 1)), cancelled);
            await Task.Delay(LongestWait * _random.NextDouble(), TimeProvider.System, cancelled);
            await HappenAsync(mishaps[i], cluster, tail, load, cancelled);
            await writing;
        }

        await load.WriteToAsync(_plan.Events, cancelled);
        _report.Line($"all {load.Written} events are in the log");
        return await CompareAsync(cluster, load, kafka.BootstrapServers, cancelled);
    }

    private ClusterPlan Describe() => new()
    {
        Silos = _plan.Silos,
        Apis = 0,
        Bridges = 1,
        WithKafka = true,
        EventPartitions = _plan.Partitions,
        Fsync = AppendFsync.EverySecond,
        Settings = new Dictionary<string, string?>
        {
            ["Orleans:ClusterId"] = _clusterId, ["Kafka:Topic"] = Topic, ["Kafka:DeadLetterTopic"] = DeadLetters, ["Kafka:GroupId"] = Group,
        },
    };

    private async Task HappenAsync(Mishap mishap, ProcessCluster cluster, RedisTail tail, EventLoad load, CancellationToken cancelled)
    {
        // One that ended by itself, because the store forgot that it had joined, is started again as its operator would.
        foreach (var ended in cluster.Silos.Concat(cluster.Bridges.Take(1)).Where(m => m.State is MemberState.Ended))
        {
            _report.Line($"{ended.Name} had ended by itself and is started again");
            await ended.RestartAsync(cancelled);
        }

        switch (mishap)
        {
            case Mishap.KillBridge:
                await KillAsync(Any([.. cluster.Bridges.Where(b => b.State is MemberState.Running)]), load, cancelled);
                break;
            case Mishap.KillSilo:
                await KillAsync(Any(cluster.Silos), load, cancelled);
                break;
            case Mishap.LoseTail:
                // The store has to have something to lose.
                await Task.Delay(_plan.LostTime, TimeProvider.System, cancelled);
                var (lost, of) = await tail.LoseAsync(cancelled);
                _report.Line($"redis-server: kill -9, and back without the last {_plan.LostTime.TotalSeconds:0.#} s: {lost} of {of} bytes lost; {load.Written} events written");
                break;
            case Mishap.Join:
                _report.Line($"{(await cluster.AddAsync(MemberRole.Bridge, cancelled)).Name} has joined; {load.Written} events written");
                break;
            case Mishap.Leave:
                await cluster.Bridges[^1].StopAsync();
                _report.Line($"{cluster.Bridges[^1].Name} has left; {load.Written} events written");
                break;
            default:
                throw new InvalidOperationException($"{mishap} is no mishap.");
        }
    }

    private async Task KillAsync(MemberProcess member, EventLoad load, CancellationToken cancelled)
    {
        await member.KillAsync();
        _report.Line($"{member.Name}: kill -9; {load.Written} events written");
        await member.RestartAsync(cancelled);
    }

    private MemberProcess Any(IReadOnlyList<MemberProcess> members) => members[_random.Next(members.Count)];

    private async Task<IReadOnlyList<string>> CompareAsync(ProcessCluster cluster, EventLoad load, string bootstrapServers, CancellationToken cancelled)
    {
        using var topics = new Topics(bootstrapServers);
        await using var counters = await Counters.ConnectAsync(cluster.Redis.ConnectionString, _clusterId, cancelled);
        List<string> wrong = [.. await WaitForEndAsync(topics, counters, cancelled)];
        var counts = await counters.ReadAsync(_plan.Users, cancelled);
        for (var user = 0; user < _plan.Users; user++)
        {
            if (counts[user] != load.Expected[user])
                wrong.Add($"{EventLoad.UserId(user)} has {counts[user]} clicks and should have {load.Expected[user]}");
        }

        _report.Line($"{counts.Sum()} of {load.Expected.Sum()} clicks counted, {_plan.Users - wrong.Count(w => w.StartsWith("user-", StringComparison.Ordinal))} of {_plan.Users} users exact");
        var letters = topics.DeadLetters(DeadLetters);
        var origins = letters.ToHashSet();
        _report.Line($"{letters.Count} dead letters of {origins.Count} records, {load.Poison.Count} written");
        wrong.AddRange(load.Poison.Where(p => !origins.Contains(p)).Select(p => $"no dead letter of {p.Partition}/{p.Offset}"));
        wrong.AddRange(origins.Except(load.Poison).Select(p => $"a dead letter of {p.Partition}/{p.Offset}, which was usable"));
        _report.Line(wrong.Count == 0 ? "EXACT" : $"NOT EXACT: {string.Join("; ", wrong.Take(10))}");
        return wrong;
    }

    /// <summary>Waits until every partition has been counted to its end.</summary>
    private async Task<IReadOnlyList<string>> WaitForEndAsync(Topics topics, Counters counters, CancellationToken cancelled)
    {
        var ends = Enumerable.Range(0, _plan.Partitions).Select(p => topics.End(Topic, p)).ToArray();
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < SettlePatience)
        {
            var reached = await Task.WhenAll(ends.Select((_, partition) => counters.ReachedAsync(Group, Topic, partition)));
            if (reached.Zip(ends).All(pair => pair.First >= pair.Second))
                return [];
            await Task.Delay(Look, TimeProvider.System, cancelled);
        }

        return [$"not all of the log was counted within {SettlePatience.TotalMinutes:0.#} minutes"];
    }
}
