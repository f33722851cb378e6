using OrleansState.Idempotency;
using OrleansState.Indexes;
using OrleansState.Storage;

namespace OrleansState;

/// <summary>What all states of one kind on a silo have in common.</summary>
internal sealed class StateKind<TState> : IStateKind
    where TState : class
{
    /// <param name="engine">The silo's engine.</param>
    /// <param name="serializer">How their records are written.</param>
    /// <param name="name">The kind.</param>
    /// <param name="initial">The state where there is no record.</param>
    /// <param name="restoresLostWrites">As of <see cref="RestoresLostWrites"/>.</param>
    /// <param name="fromLog">As of <see cref="FromLog"/>.</param>
    /// <param name="definition">What the host says of states of this type.</param>
    public StateKind(
        StateEngine engine, StateSerializer<TState> serializer, string name, TState initial, bool restoresLostWrites, bool fromLog, StateDefinition<TState> definition)
    {
        (Engine, Serializer, Name, RestoresLostWrites, FromLog) = (engine, serializer, name, restoresLostWrites, fromLog);
        (Deadlines, Forgettable) = (definition.Deadlines, definition.Forgettable);
        Indexes = new IndexSet<TState>(name, definition.IndexesOf(name), LeftoverUntil);
        InitialRecord = new StoredState<TState> { State = initial, Indexed = Indexes.Mark };
        Waiting =
        [
            .. Deadlines.Select((deadline, number) => (IndexNames.Deadline(name, number), deadline.After)),
            .. Forgettable is null ? [] : new[] { (IndexNames.Leftovers(name), TimeSpan.Zero) },
        ];
    }

    public StateEngine Engine { get; }

    public StateSerializer<TState> Serializer { get; }

    public string Name { get; }

    /// <summary>
    /// Whether a store that came back without its last writes is given such a state back. Not for a state that speaks of
    /// others' records: the store may have lost those too, and then it has to forget what was said of them.
    /// </summary>
    public bool RestoresLostWrites { get; }

    /// <summary>
    /// Whether they contain records of a log, or say how far one has been read. Where such a record is gone in the middle of an
    /// epoch the epoch is ended, so that the log is read again.
    /// </summary>
    public bool FromLog { get; }

    public IReadOnlyList<Deadline<TState>> Deadlines { get; }

    public IndexSet<TState> Indexes { get; }

    public StoredState<TState> InitialRecord { get; }

    public IReadOnlyList<(string Index, TimeSpan After)> Waiting { get; }

    public IReadOnlyList<IndexedBy> IndexedBy => Indexes.Described;

    private Func<TState, string, bool>? Forgettable { get; }

    public string RecordKey(string key) => $"{Name}/{key}";

    /// <summary>The deadline that has come for a state; null: none has.</summary>
    public Deadline<TState>? DueOf(TState state, DateTimeOffset now)
    {
        foreach (var deadline in Deadlines)
        {
            if (deadline.DueAt(state) <= now)
                return deadline;
        }

        return null;
    }

    /// <summary>When the next deadline of a state comes; null: it has none.</summary>
    public DateTimeOffset? NextDue(TState state)
    {
        DateTimeOffset? next = null;
        foreach (var deadline in Deadlines)
        {
            if (deadline.DueAt(state) is { } due && !(due >= next))
                next = due;
        }

        return next;
    }

    /// <summary>Whether no record is needed for this.</summary>
    public bool IsNothing(StoredState<TState> stored, string key) => stored.Keys.IsEmpty && stored.Spilled is null && IsForgettable(stored, key);

    /// <summary>The record without the keys that have run out, and in the indexes that the kind has by now; the same instance where it is so already.</summary>
    public StoredState<TState> Tidied(StoredState<TState> stored)
    {
        var now = Engine.Clock.GetUtcNow();
        var keys = stored.Keys.RemoveAll(key => KeyMemory.IsTooOld(key, now, Engine.Idempotency));
        var spilled = stored.Spilled is { } beside && beside.HaveRunOut(now.ToUnixTimeSeconds()) ? null : stored.Spilled;
        return keys == stored.Keys && ReferenceEquals(spilled, stored.Spilled) && Indexes.Contain(stored)
            ? stored : Indexes.Marked(stored) with { Keys = keys, Spilled = spilled };
    }

    public (IndexWrite Write, bool IsWhole)? Read(string key, ReadOnlyMemory<byte> payload)
    {
        try
        {
            var stored = Serializer.Deserialize(payload);
            var whole = Indexes.Compare(key, before: null, stored with { Indexed = Indexes.Mark }, Engine.Clock.GetUtcNow());
            return (whole ?? new IndexWrite([], []), Indexes.Contain(stored));
        }
        catch (Exception)
        {
            // What bytes that are no record make a codec throw is anything.
            return null;
        }
    }

    public IndexWrite? Compare(string key, ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after) => Indexes.Compare(
        key, before.IsEmpty ? null : Serializer.Deserialize(before), after.IsEmpty ? null : Serializer.Deserialize(after), Engine.Clock.GetUtcNow());

    /// <summary>Until when a record is kept whose state nobody needs; null: one needs it.</summary>
    private DateTimeOffset? LeftoverUntil(StoredState<TState> stored, string key)
    {
        if ((stored.Keys.IsEmpty && stored.Spilled is null) || !IsForgettable(stored, key))
            return null;
        var last = stored.Keys.IsEmpty ? 0 : stored.Keys.Max(static key => key.Second) + (long)Math.Ceiling(Engine.Idempotency.KeyLifetime.TotalSeconds);
        if (stored.Spilled is { } beside)
            last = Math.Max(last, Math.Max(beside.Until, beside.OtherUntil));
        return DateTimeOffset.FromUnixTimeSeconds(last);
    }

    private bool IsForgettable(StoredState<TState> stored, string key) =>
        Forgettable is not null && stored.Log is null && stored.Outbox is null && Forgettable(stored.State, key);
}
