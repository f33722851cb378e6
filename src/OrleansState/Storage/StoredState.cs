using System.Collections.Immutable;
using OrleansState.Idempotency;

namespace OrleansState.Storage;

/// <summary>
/// All that lies in one record, and so in one write: the state, the newest keys that took effect on it, what it contains of
/// logs, and the events it has told that nobody has taken yet.
/// </summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues, Alias("orleansstate.stored-state`1")]
internal sealed record StoredState<TState>
{
    [Id(0)]
    public required TState State { get; init; }

    [Id(1)]
    public ImmutableArray<RememberedKey> Keys { get; init; } = [];

    /// <summary>Where older keys lie beside the record; null where none does, which costs nothing.</summary>
    [Id(2)]
    public SpilledKeys? Spilled { get; init; }

    /// <summary>Null where nothing has come out of a log.</summary>
    [Id(3)]
    public LogMemory? Log { get; init; }

    /// <summary>Null where no event waits to be published.</summary>
    [Id(4)]
    public Outbox? Outbox { get; init; }

    /// <summary>
    /// The ETag of the decision that made the state, where the engine has written the record since without one: clients know the
    /// state by it. Null where the record's own ETag is that.
    /// </summary>
    [Id(5)]
    public Guid? Name { get; init; }

    /// <summary>Which indexes contain the record, a bit for each.</summary>
    [Id(6)]
    public ulong Indexed { get; init; }

    /// <summary>Whether a release that knows no indexes would leave them wrong by writing it.</summary>
    public bool NeedsForm3 => Indexed != 0;

    /// <summary>Whether a release that knows only the first three members would lose something by writing it.</summary>
    public bool NeedsForm2 => Log is not null || Outbox is not null;
}
