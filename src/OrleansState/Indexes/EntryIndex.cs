namespace OrleansState.Indexes;

/// <summary>States in the order of a score; of a bounded one only the highest are kept.</summary>
internal sealed class EntryIndex<TState>(int id, string name, Func<TState, double?> score, int? bound) : StateIndex<TState>(id, name)
    where TState : class
{
    public override IndexedBy Described => new(Name, HasSums: false, bound);

    /// <summary>No place where the score is no number.</summary>
    public double? ScoreOf(TState? state) => state is not null && score(state) is { } place && !double.IsNaN(place) ? place : null;

    public override void Compare(TState? before, TState? after, bool isNew, IndexChanges changes) =>
        changes.Move(Name, ScoreOf(before), ScoreOf(after), bound);
}
