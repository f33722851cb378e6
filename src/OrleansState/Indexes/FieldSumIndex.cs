namespace OrleansState.Indexes;

/// <summary>Sums over all states, by field.</summary>
internal sealed class FieldSumIndex<TState>(int id, string name, Func<TState, IEnumerable<KeyValuePair<string, long>>> values) : StateIndex<TState>(id, name)
    where TState : class
{
    private readonly FieldSums<TState> _sums = new(values);

    public override void Compare(TState? before, TState? after, IndexChanges changes)
    {
        foreach (var (field, delta) in _sums.Compare(before, after))
            changes.Sum(Name, field, delta);
    }
}
