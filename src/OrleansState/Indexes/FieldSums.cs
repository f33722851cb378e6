namespace OrleansState;

/// <summary>
/// Takes what a state adds to sums by field. States have few fields, of which a write changes one or two; both states of a write are told to
/// the same one, so that no more is allocated than what has changed.
/// </summary>
public sealed class FieldSums
{
    private readonly List<(string Field, long Value)> _values = [];
    private int _sign = 1;

    internal FieldSums()
    {
    }

    /// <summary>Adds to the sum of a field.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">What the state adds.</param>
    public void Add(string field, long value)
    {
        ArgumentNullException.ThrowIfNull(field);
        for (var i = 0; i < _values.Count; i++)
        {
            if (string.Equals(_values[i].Field, field, StringComparison.Ordinal))
            {
                _values[i] = (field, _values[i].Value + (_sign * value));
                return;
            }
        }

        _values.Add((field, _sign * value));
    }

    /// <summary>What has changed: what one state adds without what the other did. Good until the next call.</summary>
    internal List<(string Field, long Delta)> Compare<TState>(TState? before, TState? after, Action<TState, FieldSums> values)
        where TState : class
    {
        _values.Clear();
        _sign = 1;
        if (after is not null)
            values(after, this);
        _sign = -1;
        if (before is not null)
            values(before, this);
        return _values;
    }
}
