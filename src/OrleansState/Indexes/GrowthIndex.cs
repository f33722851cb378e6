namespace OrleansState.Indexes;

/// <summary>
/// By how much sums grow, in slices of time. What falls is left out: it says nothing of
/// what happened of late.
/// </summary>
internal sealed class GrowthIndex<TState>(int id, string name, Func<TState, IEnumerable<KeyValuePair<string, long>>> values) : StateIndex<TState>(id, name)
    where TState : class
{
    private readonly FieldSums<TState> _sums = new(values);

    public override bool ContainsStates => false;

    public override void Compare(TState? before, TState? after, IndexChanges changes)
    {
        foreach (var (field, delta) in _sums.Compare(before, after))
        {
            if (delta <= 0)
                continue;
            foreach (var slices in TimeSlices.All)
                changes.Sum(slices.IndexAt(Name, changes.Now), field, delta, slices.Keep);
        }
    }
}
