using System.Collections.Immutable;

namespace OrleansState;

/// <summary>
/// What a state contains of logs, kept in the same record and the same write: up to where it contains each partition, and
/// which redriven records. A rule that applies records of a log looks here for what is new, and says what it has taken.
/// </summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues, Alias("orleansstate.log-memory")]
public sealed record LogMemory
{
    /// <summary>Most redriven records that one state remembers, each for good: no mark speaks of them.</summary>
    public const int MaxRedriven = 1000;

    /// <summary>Most refused records of a partition that one state remembers until they are settled, besides those of one batch; what would refuse more is not applied until then.</summary>
    public const int MaxRefused = 1000;

    /// <summary>Nothing has come out of a log.</summary>
    public static LogMemory Nothing { get; } = new();

    /// <summary>Of each partition the last record that the state contains, with all before it.</summary>
    [Id(0)]
    public ImmutableArray<LogPosition> Marks { get; init; } = [];

    /// <summary>Redriven records that the state contains, by where they first lay. The oldest first.</summary>
    [Id(1)]
    public ImmutableArray<LogPosition> Redriven { get; init; } = [];

    /// <summary>Records below their marks that were refused, so that they are refused again where they come again before they are settled.</summary>
    [Id(2)]
    internal ImmutableArray<UnsettledRefusal> Refused { get; init; } = [];

    /// <summary>The offset up to which the state contains a partition; -1 where it contains nothing of it.</summary>
    /// <param name="log">The topic's id.</param>
    /// <param name="partition">The partition, from 0.</param>
    public long MarkOf(string log, int partition) => IndexOf(log, partition) is >= 0 and var index ? Marks[index].Offset : -1;

    /// <summary>The memory of a state that contains a partition up to an offset. A mark never goes back.</summary>
    /// <param name="log">The topic's id.</param>
    /// <param name="partition">The partition, from 0.</param>
    /// <param name="offset">The last record that the state contains.</param>
    public LogMemory Reach(string log, int partition, long offset)
    {
        var index = IndexOf(log, partition);
        if (offset <= (index < 0 ? -1 : Marks[index].Offset))
            return this;
        var mark = new LogPosition(log, partition, offset);
        return this with { Marks = index < 0 ? Marks.Add(mark) : Marks.SetItem(index, mark) };
    }

    internal Refusal? RefusalOf(string log, int partition, long offset) =>
        Refused.FirstOrDefault(r => r.Position.Offset == offset && r.Position.Partition == partition && r.Position.Log == log)?.Refusal;

    internal int RefusedOf(string log, int partition) => Refused.Count(r => r.Position.Partition == partition && r.Position.Log == log);

    internal LogMemory Refuse(string log, int partition, long offset, Refusal refusal) =>
        this with { Refused = Refused.Add(new UnsettledRefusal(new LogPosition(log, partition, offset), refusal)) };

    /// <summary>What was refused below an offset lies with the dead letters, and need not be known here any more.</summary>
    internal LogMemory Settle(string log, int partition, long offset)
    {
        var left = Refused.RemoveAll(r => r.Position.Offset < offset && r.Position.Partition == partition && r.Position.Log == log);
        return left.Length == Refused.Length ? this : this with { Refused = left };
    }

    private int IndexOf(string log, int partition)
    {
        for (var i = 0; i < Marks.Length; i++)
        {
            if (Marks[i].Partition == partition && string.Equals(Marks[i].Log, log, StringComparison.Ordinal))
                return i;
        }

        return -1;
    }
}
