using System.Collections.Immutable;
using OrleansState.Clicks;

namespace OrleansState.Grains.Clicks;

/// <summary>What a counter should have, made of the log up to its marks and of what it knows.</summary>
internal sealed class Recount
{
    private readonly ClickCounterState _state;
    private readonly LogMemory _log;

    /// <summary>Only a counter that is full has refused any: what one that is not doesn't know it has lost.</summary>
    private readonly bool _mayHaveRefusedActions;
    private readonly bool _mayHaveRefusedOrigins;
    private readonly HashSet<LogPosition> _known;
    private readonly List<string> _order = [];
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _actions;
    private readonly HashSet<LogPosition> _counted = [];
    private readonly List<LogPosition> _added = [];

    public Recount(ClickCounterState state, LogMemory log)
    {
        (_state, _log) = (state, log);
        _mayHaveRefusedActions = state.Counts.Length >= ClickLimits.Actions;
        _mayHaveRefusedOrigins = log.Redriven.Length >= LogMemory.MaxRedriven;
        _known = [.. log.Redriven];
        _actions = [.. state.Counts.Concat(state.Called).Select(c => c.Action)];
        foreach (var action in state.Counts.Concat(state.Called).Select(c => c.Action).Distinct(StringComparer.Ordinal))
            _order.Add(action);
        foreach (var called in state.Called)
            _counts[called.Action] = called.Count;
    }

    /// <summary>Clicks that the limits leave out.</summary>
    public long Refused { get; private set; }

    public void Add(UserPartition partition, long mark)
    {
        foreach (var certain in partition.Certain)
            Count(certain.Action, certain.Count);
        foreach (var click in partition.Redriven)
            Count(click);
        foreach (var click in partition.Later.Where(c => c.Offset <= mark))
            Count(click);
    }

    /// <param name="keepsSurplus">What is there beyond the log is another log's.</param>
    public ImmutableArray<ClickCount> Counts(bool keepsSurplus)
    {
        if (keepsSurplus)
        {
            foreach (var count in _state.Counts)
                _counts[count.Action] = Math.Max(_counts.GetValueOrDefault(count.Action), count.Count);
        }

        return [.. _order.Where(a => _counts.GetValueOrDefault(a) > 0).Select(a => new ClickCount(a, _counts[a]))];
    }

    /// <param name="keepsUnseen">Those that the log does not have lie in another log.</param>
    public ImmutableArray<LogPosition> Redriven(bool keepsUnseen) =>
        [.. _log.Redriven.Where(origin => keepsUnseen || _counted.Contains(origin)), .. _added];

    private void Count(LoggedClick click)
    {
        if (click.Origin is not { } origin)
        {
            Count(click.Action, 1);
            return;
        }

        if (_counted.Contains(origin))
            return;
        if (!_known.Contains(origin) && (_mayHaveRefusedOrigins || _known.Count + _added.Count >= LogMemory.MaxRedriven))
        {
            Refused++;
            return;
        }

        if (!Count(click.Action, 1))
            return;
        _counted.Add(origin);
        if (!_known.Contains(origin))
            _added.Add(origin);
    }

    private bool Count(string action, long clicks)
    {
        if (!_actions.Contains(action))
        {
            if (_mayHaveRefusedActions || _actions.Count >= ClickLimits.Actions)
            {
                Refused += clicks;
                return false;
            }

            _actions.Add(action);
            _order.Add(action);
        }

        _counts[action] = _counts.GetValueOrDefault(action) + clicks;
        return true;
    }
}
