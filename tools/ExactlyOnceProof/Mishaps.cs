using OrleansState.LocalCluster.Members;

namespace OrleansState.ExactlyOnceProof;

/// <summary>Makes each mishap happen. What is awaited behind it, the time to come back, begins when its cause has ended.</summary>
internal sealed class Mishaps(ProofPlan plan, ProcessCluster cluster, RedisTail tail, EventLoad load, Report report, Random random)
{
    private const int BacklogPartition = 0;
    private static readonly TimeSpan LongStall = TimeSpan.FromMinutes(5);

    /// <summary>One that ended by itself is started again, as its operator would.</summary>
    public async Task ReviveAsync(CancellationToken cancelled)
    {
        foreach (var ended in cluster.Silos.Concat(cluster.Bridges.Take(1)).Where(m => m.State is MemberState.Ended))
        {
            report.Line($"{ended.Name} had ended by itself and is started again");
            await ended.RestartAsync(cancelled);
        }
    }

    /// <param name="mishap">What is to happen.</param>
    /// <param name="ended">Called at the moment at which the cause has ended and the system may come back.</param>
    /// <param name="cancelled">Ends it.</param>
    /// <returns>What is wrong already; null: nothing.</returns>
    public Task<string?> HappenAsync(Mishap mishap, Action ended, CancellationToken cancelled) => mishap switch
    {
        Mishap.KillBridge => Fine(KillAsync([Any([.. cluster.Bridges.Where(b => b.State is MemberState.Running)])], ended, cancelled)),
        Mishap.KillSilo => Fine(KillAsync([Any(cluster.Silos)], ended, cancelled)),
        Mishap.KillAllSilos => Fine(KillAsync(cluster.Silos, ended, cancelled)),
        Mishap.LoseTail => Fine(LoseTailAsync(ended, cancelled)),
        Mishap.Stall => Fine(StallAsync(ended, cancelled)),
        Mishap.PlannedFailover => Fine(FailOverAsync(ended, cancelled)),
        Mishap.ForcedFailover => Fine(ForceFailoverAsync(ended, cancelled)),
        Mishap.Flush => Fine(FlushAsync(ended, cancelled)),
        Mishap.Rebuild => RebuildAsync(["rebuild"], ended, cancelled),
        Mishap.RebuildSwitch => RebuildAsync(["rebuild", "switch"], ended, cancelled),
        Mishap.Join => Fine(JoinAsync(ended, cancelled)),
        Mishap.Leave => Fine(LeaveAsync(ended)),
        _ => throw new InvalidOperationException($"{mishap} is no mishap."),
    };

    private static async Task<string?> Fine(Task happened)
    {
        await happened;
        return null;
    }

    private async Task KillAsync(IReadOnlyList<MemberProcess> members, Action ended, CancellationToken cancelled)
    {
        await Task.WhenAll(members.Select(m => m.KillAsync()));
        report.Line($"{string.Join(", ", members.Select(m => m.Name))}: kill -9; {load.InLog} events written");
        ended();
        // One after another: the first has nobody to ask.
        foreach (var member in members)
            await member.RestartAsync(cancelled);
    }

    private async Task LoseTailAsync(Action ended, CancellationToken cancelled)
    {
        // The store has to have something to lose, and nobody may replace it meanwhile.
        await Task.Delay(plan.LostTime, TimeProvider.System, cancelled);
        await cluster.Redis.Sentinels.ForgiveAsync(LongStall, cancelled);
        var (lost, of) = await tail.LoseAsync(await cluster.Redis.PrimaryAsync(cancelled), cancelled);
        ended();
        await cluster.Redis.Sentinels.ForgiveNoMoreAsync(cancelled);
        report.Line($"redis-server: kill -9, and back without the last {plan.LostTime.TotalSeconds:0.#} s: {lost} of {of} bytes lost; {load.InLog} events written");
    }

    private async Task StallAsync(Action ended, CancellationToken cancelled)
    {
        await cluster.Redis.Sentinels.ForgiveAsync(LongStall, cancelled);
        var server = await cluster.Redis.PrimaryAsync(cancelled);
        server.Pause();
        await Task.WhenAll(
            Task.Delay(plan.StallTime, TimeProvider.System, cancelled), load.WriteBacklogAsync(plan.Backlog, BacklogPartition, cancelled));
        server.Resume();
        ended();
        await cluster.Redis.Sentinels.ForgiveNoMoreAsync(cancelled);
        report.Line($"redis-server stood still for {plan.StallTime.TotalSeconds:0.#} s while partition {BacklogPartition} got {plan.Backlog} events; {load.InLog} events written");
    }

    private async Task FailOverAsync(Action ended, CancellationToken cancelled)
    {
        var (primary, replica) = (await cluster.Redis.PrimaryAsync(cancelled), await cluster.Redis.ReplicaAsync(cancelled));
        await cluster.Redis.Sentinels.FailOverAsync(replica, cancelled);
        ended();
        report.Line($"the sentinels have made the replica the primary, as asked; {load.InLog} events written");
        await cluster.Redis.Sentinels.WaitForReplicaAsync(primary, replica, cancelled);
    }

    private async Task ForceFailoverAsync(Action ended, CancellationToken cancelled)
    {
        var (primary, replica) = (await cluster.Redis.PrimaryAsync(cancelled), await cluster.Redis.ReplicaAsync(cancelled));
        primary.Kill();
        await cluster.Redis.Sentinels.WaitForPrimaryAsync(replica, cancelled);
        ended();
        report.Line($"redis-server: kill -9, and the sentinels have made the replica the primary; {load.InLog} events written");
        await primary.RestartAsync(cancelled);
        await cluster.Redis.Sentinels.WaitForReplicaAsync(primary, replica, cancelled);
    }

    private async Task FlushAsync(Action ended, CancellationToken cancelled)
    {
        await (await cluster.Redis.PrimaryAsync(cancelled)).FlushAsync(cancelled);
        ended();
        report.Line($"FLUSHALL; {load.InLog} events written");
    }

    private async Task<string?> RebuildAsync(IReadOnlyList<string> verb, Action ended, CancellationToken cancelled)
    {
        var before = load.InLog;
        var running = cluster.RunAsync(MemberRole.Bridge, verb, cancelled);
        await load.WriteUntilAsync(running, cancelled);
        var (exitCode, output) = await running;
        ended();
        var last = output.Split('\n')[^1];
        report.Line($"KafkaBridge {string.Join(' ', verb)} while {load.InLog - before} events arrived: exit code {exitCode}, {last}");
        return exitCode == 0 ? null : $"KafkaBridge {string.Join(' ', verb)} ended with {exitCode}: {last}";
    }

    private async Task JoinAsync(Action ended, CancellationToken cancelled)
    {
        var joined = await cluster.AddAsync(MemberRole.Bridge, cancelled);
        ended();
        report.Line($"{joined.Name} has joined; {load.InLog} events written");
    }

    private async Task LeaveAsync(Action ended)
    {
        await cluster.Bridges[^1].StopAsync();
        ended();
        report.Line($"{cluster.Bridges[^1].Name} has left; {load.InLog} events written");
    }

    private MemberProcess Any(IReadOnlyList<MemberProcess> members) => members[random.Next(members.Count)];
}
