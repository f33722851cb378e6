using OrleansState.Storage;

namespace OrleansState.Indexes;

/// <summary>
/// All indexes of a kind of state. Each record says which of them contain it, so that one from before an index was there comes into
/// it with its next write.
/// </summary>
internal sealed class IndexSet<TState>
    where TState : class
{
    private readonly IReadOnlyList<StateIndex<TState>> _indexes;
    private readonly string _outbox;
    private readonly string _leftovers;
    private readonly Func<StoredState<TState>, string, DateTimeOffset?> _leftoverUntil;

    /// <param name="kind">The kind.</param>
    /// <param name="indexes">Those of its states.</param>
    /// <param name="leftoverUntil">Until when a record is kept of which nobody needs the state; null: one is needed.</param>
    public IndexSet(string kind, IReadOnlyList<StateIndex<TState>> indexes, Func<StoredState<TState>, string, DateTimeOffset?> leftoverUntil)
    {
        (_indexes, _leftoverUntil) = (indexes, leftoverUntil);
        (_outbox, _leftovers) = (IndexNames.Outbox(kind), IndexNames.Leftovers(kind));
        foreach (var index in indexes)
            Mark |= index.Bit;
    }

    /// <summary>What a record says of the indexes that contain it: a bit for each.</summary>
    public ulong Mark { get; }

    /// <summary>Whether all indexes contain a record.</summary>
    public bool Contain(StoredState<TState> stored) => (stored.Indexed & Mark) == Mark;

    /// <summary>
    /// The record as one that all indexes contain. What a later release says of indexes that this one does not know stays: it would be
    /// counted twice otherwise, and so it is only as old as what this release has changed.
    /// </summary>
    public StoredState<TState> Marked(StoredState<TState> stored) => stored with { Indexed = stored.Indexed | Mark };

    /// <summary>Takes a key out of all ordered sets: of a record that can't be read nobody knows what sums have of it.</summary>
    public IndexWrite Without(string key) =>
        new([], [.. Described.Where(static index => !index.HasSums).Select(index => new EntryChange(index.Name, key, Score: null, index.Bound))]);

    /// <summary>The indexes that contain states, the engine's own among them.</summary>
    public IReadOnlyList<IndexedBy> Described =>
        [.. _indexes.Select(static index => index.Described), new(_outbox, false, null), new(_leftovers, false, null)];

    /// <summary>What a write changes; null: nothing.</summary>
    /// <param name="key">The grain's key.</param>
    /// <param name="before">The record that it replaces; null: there is none.</param>
    /// <param name="after">The record that it writes; null: there is none afterwards.</param>
    /// <param name="now">The time.</param>
    public IndexWrite? Compare(string key, StoredState<TState>? before, StoredState<TState>? after, DateTimeOffset now)
    {
        // Most kinds have no index, and most writes of these kinds have no event.
        if (_indexes.Count == 0 && before?.Outbox is null && after?.Outbox is null && !HasLeftovers(key, before, after))
            return null;
        var changes = new IndexChanges(key, now);
        var contained = before?.Indexed ?? 0;
        if (!ReferenceEquals(before?.State, after?.State) || (contained & Mark) != Mark)
        {
            foreach (var index in _indexes)
            {
                var isContained = (contained & index.Bit) != 0;
                index.Compare(isContained ? before?.State : null, after?.State, isNew: isContained || before is null, changes);
            }
        }

        changes.Move(_outbox, OutboxScore(before), OutboxScore(after));
        changes.Move(_leftovers, LeftoverScore(key, before), LeftoverScore(key, after));
        return changes.ToWrite();
    }

    /// <summary>The score of a record in the index of outboxes.</summary>
    private static double? OutboxScore(StoredState<TState>? stored) => stored?.Outbox is { } outbox ? outbox.Events[0].At.ToUnixTimeSeconds() : null;

    /// <summary>The score of a record in the index of leftovers.</summary>
    private double? LeftoverScore(string key, StoredState<TState>? stored) => stored is not null && _leftoverUntil(stored, key) is { } until ? Moments.ScoreOf(until, Moments.Coarse) : null;

    private bool HasLeftovers(string key, StoredState<TState>? before, StoredState<TState>? after) =>
        (before is not null && _leftoverUntil(before, key) is not null) || (after is not null && _leftoverUntil(after, key) is not null);
}
