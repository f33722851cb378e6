namespace OrleansState.Indexes;

/// <summary>Sums over all states, by field, and by how much they have grown of late where that is wanted.</summary>
internal sealed class FieldSumIndex<TState>(int id, string name, Action<TState, FieldSums> values, bool grows) : StateIndex<TState>(id, name)
    where TState : class
{
    [ThreadStatic]
    private static FieldSums? _sums;

    public override void Compare(TState? before, TState? after, bool isNew, IndexChanges changes)
    {
        var sums = _sums ??= new FieldSums();
        foreach (var (field, delta) in sums.Compare(before, after, values))
        {
            // What falls says nothing of what happened of late, and of a state from before the index nobody knows when it came to be.
            if (delta != 0)
                changes.Sum(Name, field, delta, grows && delta > 0 && isNew);
        }
    }
}
