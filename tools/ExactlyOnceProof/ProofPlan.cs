namespace OrleansState.ExactlyOnceProof;

/// <summary>How much is to be counted, and what is to go wrong meanwhile. One seed gives the same events and the same order of mishaps.</summary>
public sealed record ProofPlan
{
    public int Seed { get; init; } = 1;

    public int Events { get; init; } = 300_000;

    public int Users { get; init; } = 10_000;

    /// <summary>Records that can't be used, among the events.</summary>
    public int Poison { get; init; } = 50;

    public int Partitions { get; init; } = 8;

    public int Silos { get; init; } = 3;

    /// <summary>Times that the bridge is killed by kill -9 and started again.</summary>
    public int BridgeKills { get; init; } = 10;

    /// <summary>Times that a silo is.</summary>
    public int SiloKills { get; init; } = 3;

    /// <summary>Times that all silos are, at once.</summary>
    public int Blackouts { get; init; } = 1;

    /// <summary>Times that redis-server is, and comes back without its last writes.</summary>
    public int Losses { get; init; } = 1;

    /// <summary>Times that redis-server stands still while a backlog grows.</summary>
    public int Stalls { get; init; } = 1;

    /// <summary>Times that the sentinels are asked to make the replica the primary.</summary>
    public int PlannedFailovers { get; init; } = 1;

    /// <summary>Times that they have to, since the primary is killed by kill -9.</summary>
    public int ForcedFailovers { get; init; } = 1;

    /// <summary>Times that redis-server forgets every record (FLUSHALL).</summary>
    public int Flushes { get; init; } = 1;

    /// <summary>Times that the log is counted anew beside the counts (KafkaBridge rebuild) while events arrive.</summary>
    public int Rebuilds { get; init; } = 1;

    /// <summary>Times that it moreover replaces what differs (KafkaBridge rebuild switch); nothing may.</summary>
    public int Switches { get; init; } = 1;

    /// <summary>Times that a second bridge joins and leaves, two rebalances each.</summary>
    public int Joins { get; init; } = 1;

    /// <summary>How much the store loses.</summary>
    public TimeSpan LostTime { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long the store stands still.</summary>
    public TimeSpan StallTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Further events that one partition gets while the store stands still: more than a bridge holds of one, so that it has to
    /// stop fetching.
    /// </summary>
    public int Backlog { get; init; } = 100_000;

    internal IReadOnlyList<Mishap> Mishaps()
    {
        var mishaps = Enumerable.Repeat(Mishap.KillBridge, BridgeKills)
            .Concat(Enumerable.Repeat(Mishap.KillSilo, SiloKills))
            .Concat(Enumerable.Repeat(Mishap.KillAllSilos, Blackouts))
            .Concat(Enumerable.Repeat(Mishap.LoseTail, Losses))
            .Concat(Enumerable.Repeat(Mishap.Stall, Stalls))
            .Concat(Enumerable.Repeat(Mishap.PlannedFailover, PlannedFailovers))
            .Concat(Enumerable.Repeat(Mishap.ForcedFailover, ForcedFailovers))
            .Concat(Enumerable.Repeat(Mishap.Flush, Flushes))
            .Concat(Enumerable.Repeat(Mishap.Rebuild, Rebuilds))
            .Concat(Enumerable.Repeat(Mishap.RebuildSwitch, Switches))
            .ToArray();
        var random = new Random(Seed);
        random.Shuffle(mishaps);
        var list = mishaps.ToList();
        for (var join = 0; join < Joins; join++)
        {
            var at = random.Next(list.Count + 1);
            list.Insert(at, Mishap.Join);
            list.Insert(random.Next(at + 1, list.Count + 1), Mishap.Leave);
        }

        return list;
    }
}
