namespace OrleansState.Indexes;

/// <summary>What one index makes of states of a kind.</summary>
/// <param name="id">Names it in the records that it contains: frozen, as their field ids are. Below 0 for a deadline.</param>
/// <param name="name">Names it for readers.</param>
internal abstract class StateIndex<TState>(int id, string name)
    where TState : class
{
    public int Id => id;

    /// <summary>The bit that says in a record that the index contains it. Deadlines have the lowest, so that the number is a short one.</summary>
    public ulong Bit => 1UL << (id + 8);

    public string Name => name;

    /// <summary>What it is, for a verification.</summary>
    public virtual IndexedBy Described => new(name, HasSums: true, Bound: null);

    /// <summary>What the index is to change when one state takes the place of another, null standing for none.</summary>
    /// <param name="before">The state that the index contains; null: it contains none of this key.</param>
    /// <param name="after">The state that it is to contain.</param>
    /// <param name="isNew">False: the state is older than the index, which comes to contain it by the way.</param>
    /// <param name="changes">Where the changes go.</param>
    public abstract void Compare(TState? before, TState? after, bool isNew, IndexChanges changes);
}
