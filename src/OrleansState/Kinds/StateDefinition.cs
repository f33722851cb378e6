using OrleansState.Indexes;

namespace OrleansState;

/// <summary>
/// What the engine does with states of one type besides storing them: which deadlines they have, when nobody needs their record any
/// more, and what is to be known of all of them at once. Given by the state itself (<see cref="IDefinedState{TSelf}"/>) or by the host
/// (<see cref="EngineServices.ConfigureState"/>), alike on every silo.
/// </summary>
/// <typeparam name="TState">The state.</typeparam>
public sealed class StateDefinition<TState>
    where TState : class
{
    /// <summary>Ids that an application may give: 0 to this one.</summary>
    public const int MaxIndexId = 63 - MaxDeadlines;

    private const int MaxDeadlines = 8;

    private readonly List<Deadline<TState>> _deadlines = [];
    private readonly List<(int Id, string Name, Func<string, StateIndex<TState>> Make)> _indexes = [];

    internal IReadOnlyList<Deadline<TState>> Deadlines => _deadlines;

    internal Func<TState, string, bool>? Forgettable { get; private set; }

    /// <summary>
    /// Gives the states a deadline. From its moment on nobody sees a state as it was before: the first read or command changes it first,
    /// where neither comes a timer of the activation does, and where there is no activation a sweep does. A state may have several, of
    /// which those come first that were given first.
    /// </summary>
    /// <param name="deadline">When, and what becomes of the state. At most 8 of a kind, in an order that stays.</param>
    public StateDefinition<TState> Deadline(Deadline<TState> deadline)
    {
        ArgumentNullException.ThrowIfNull(deadline);
        if (_deadlines.Count == MaxDeadlines)
            throw new InvalidOperationException($"A state has {MaxDeadlines} deadlines at most.");
        _deadlines.Add(deadline);
        return this;
    }

    /// <summary>
    /// Says which states are as good as none: the write that comes to one removes the record, or, where keys of answers lie in it, the
    /// sweep does when they have run out. What is read afterwards is the state of a grain that was never called, with its ETag.
    /// </summary>
    /// <param name="isForgettable">Whether nobody needs a state. Pure.</param>
    public StateDefinition<TState> Forget(Func<TState, bool> isForgettable)
    {
        ArgumentNullException.ThrowIfNull(isForgettable);
        return Forget((state, _) => isForgettable(state));
    }

    /// <summary>As <see cref="Forget(Func{TState, bool})"/>, where it depends on whose state it is.</summary>
    /// <param name="isForgettable">Whether nobody needs the state of the grain with this key. Pure.</param>
    public StateDefinition<TState> Forget(Func<TState, string, bool> isForgettable)
    {
        ArgumentNullException.ThrowIfNull(isForgettable);
        Forgettable = isForgettable;
        return this;
    }

    /// <summary>Keeps a sum over all states, which <see cref="IStateIndexes.SumAsync"/> reads.</summary>
    /// <param name="id">0 to <see cref="MaxIndexId"/>, another for each index of the kind. Frozen with what it maps to: a changed mapping takes a new id and a new name.</param>
    /// <param name="name">What it is, e.g. <c>balance</c>. Readers put the kind before it: <c>wallet/balance</c>.</param>
    /// <param name="value">What a state adds. Pure. What one write changes of it stays below 2^53: the store's script reckons in doubles.</param>
    public StateDefinition<TState> Sum(int id, string name, Func<TState, long> value) => Add(id, name, fullName => new SumIndex<TState>(id, fullName, value));

    /// <summary>
    /// Keeps sums over all states by field, which <see cref="IStateIndexes.SumsAsync"/> reads, all fields at once: for fields of which all
    /// states together have some thousands.
    /// </summary>
    /// <param name="id">As of <see cref="Sum"/>.</param>
    /// <param name="name">As of <see cref="Sum"/>.</param>
    /// <param name="values">Says what a state adds to which field. Pure.</param>
    /// <param name="growth">
    /// Whether it is kept too by how much the sums have grown of late, which <see cref="IStateIndexes.GrowthAsync"/> reads. What falls, and
    /// what was there before the index, is left out of that.
    /// </param>
    public StateDefinition<TState> Sums(int id, string name, Action<TState, FieldSums> values, bool growth = false) =>
        Add(id, name, fullName => new FieldSumIndex<TState>(id, fullName, values, growth));

    /// <summary>Keeps the keys with the highest scores, which <see cref="IStateIndexes.HighestAsync"/> reads. What lies below the lowest of them costs no write.</summary>
    /// <param name="id">As of <see cref="Sum"/>.</param>
    /// <param name="name">As of <see cref="Sum"/>.</param>
    /// <param name="score">What a state is ordered by; null: it is not in it. Pure.</param>
    /// <param name="best">How many are kept, at least twice as many as anybody reads: erasures make it fewer until a verification has filled it up.</param>
    public StateDefinition<TState> Highest(int id, string name, Func<TState, double?> score, int best) => Add(id, name, fullName => new EntryIndex<TState>(id, fullName, score, best));

    /// <summary>Keeps every key in the order of a score, which <see cref="IStateIndexes.HighestAsync"/> and <see cref="IStateIndexes.CountAsync"/> read.</summary>
    /// <param name="id">As of <see cref="Sum"/>.</param>
    /// <param name="name">As of <see cref="Sum"/>.</param>
    /// <param name="score">As of <see cref="Highest"/>; a coarse one spares writes.</param>
    public StateDefinition<TState> Ordered(int id, string name, Func<TState, double?> score) => Add(id, name, fullName => new EntryIndex<TState>(id, fullName, score, bound: null));

    /// <summary>The indexes of a kind of these states: the application's, and those of their deadlines.</summary>
    internal IReadOnlyList<StateIndex<TState>> IndexesOf(string kind) =>
        [.. _indexes.Select(index => index.Make($"{kind}/{index.Name}")), .. _deadlines.Select((deadline, number) => new EntryIndex<TState>(number - MaxDeadlines, IndexNames.Deadline(kind, number), deadline.ScoreOf, bound: null))];

    private StateDefinition<TState> Add(int id, string name, Func<string, StateIndex<TState>> make)
    {
        if (id is < 0 or > MaxIndexId)
            throw new ArgumentOutOfRangeException(nameof(id), id, $"The id of an index lies between 0 and {MaxIndexId}.");
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (_indexes.Any(known => known.Id == id || known.Name == name))
            throw new ArgumentException($"The index {name} has the id or the name of another one.", nameof(name));
        _indexes.Add((id, name, make));
        return this;
    }
}
