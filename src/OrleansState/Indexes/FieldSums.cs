namespace OrleansState.Indexes;

/// <summary>The difference of two states' values by field. States have few fields, of which a write changes one or two.</summary>
internal sealed class FieldSums<TState>(Func<TState, IEnumerable<KeyValuePair<string, long>>> values)
    where TState : class
{
    public IEnumerable<(string Field, long Delta)> Compare(TState? before, TState? after)
    {
        var earlier = Values(before);
        var deltas = new List<(string Field, long Delta)>();
        foreach (var (field, value) in Values(after))
            deltas.Add((field, value));
        foreach (var (field, value) in earlier)
        {
            var index = deltas.FindIndex(delta => string.Equals(delta.Field, field, StringComparison.Ordinal));
            if (index < 0)
                deltas.Add((field, -value));
            else
                deltas[index] = (field, deltas[index].Delta - value);
        }

        return deltas.Where(static delta => delta.Delta != 0);
    }

    private IEnumerable<KeyValuePair<string, long>> Values(TState? state) => state is null ? [] : values(state);
}
