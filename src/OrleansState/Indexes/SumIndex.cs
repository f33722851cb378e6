namespace OrleansState.Indexes;

/// <summary>One sum over all states.</summary>
internal sealed class SumIndex<TState>(int id, string name, Func<TState, long> value) : StateIndex<TState>(id, name)
    where TState : class
{
    /// <summary>The field of the one sum.</summary>
    public const string Field = "";

    public override void Compare(TState? before, TState? after, bool isNew, IndexChanges changes) =>
        changes.Sum(Name, Field, Value(after) - Value(before));

    private long Value(TState? state) => state is null ? 0 : value(state);
}
