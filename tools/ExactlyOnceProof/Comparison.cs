namespace OrleansState.ExactlyOnceProof;

/// <summary>Compares every count, and the dead letters, with what was written.</summary>
internal sealed class Comparison(ProofPlan plan, Counters counters, Topics topics, EventLoad load, Report report)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan SettlePatience = TimeSpan.FromMinutes(3);

    /// <returns>What is not as the log says.</returns>
    public async Task<IReadOnlyList<string>> CompareAsync(CancellationToken cancelled)
    {
        List<string> wrong = [.. await WaitForEndAsync(cancelled)];
        var counts = await counters.ReadAsync(plan.Users, cancelled);
        var exact = 0;
        for (var user = 0; user < plan.Users; user++)
        {
            if (counts[user] == load.Expected[user])
                exact++;
            else
                wrong.Add($"{EventLoad.UserId(user)} has {counts[user]} clicks and should have {load.Expected[user]}");
        }

        report.Line($"{counts.Sum()} of {load.Expected.Sum()} clicks counted, {exact} of {plan.Users} users exact");
        var letters = topics.DeadLetters(Proof.DeadLetters);
        var origins = letters.ToHashSet();
        report.Line($"{letters.Count} dead letters of {origins.Count} records, {load.Poison.Count} written");
        wrong.AddRange(load.Poison.Where(p => !origins.Contains(p)).Select(p => $"no dead letter of {p.Partition}/{p.Offset}"));
        wrong.AddRange(origins.Except(load.Poison).Select(p => $"a dead letter of {p.Partition}/{p.Offset}, which was usable"));
        return wrong;
    }

    /// <summary>Waits until every partition has been counted to its end.</summary>
    private async Task<IReadOnlyList<string>> WaitForEndAsync(CancellationToken cancelled)
    {
        var ends = Enumerable.Range(0, plan.Partitions).Select(p => topics.End(Proof.Topic, p)).ToArray();
        var began = TimeProvider.System.GetTimestamp();
        long[] reached = [];
        while (TimeProvider.System.GetElapsedTime(began) < SettlePatience)
        {
            reached = await counters.ReachedAsync(plan.Partitions, cancelled);
            if (reached.Zip(ends).All(pair => pair.First >= pair.Second))
                return [];
            await Task.Delay(Look, TimeProvider.System, cancelled);
        }

        var missing = reached.Zip(ends).Select((pair, partition) => $"{partition}: {pair.First} of {pair.Second}");
        return [$"not all of the log was counted within {SettlePatience.TotalMinutes:0.#} minutes ({string.Join(", ", missing)})"];
    }
}
