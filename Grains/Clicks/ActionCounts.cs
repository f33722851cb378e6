using System.Collections.Immutable;
using OrleansState.Clicks;

namespace OrleansState.Grains.Clicks;

/// <summary>Counts by action while a batch is being added to them. Few actions, so that a list beats a dictionary.</summary>
internal sealed class ActionCounts(ImmutableArray<ClickCount> before)
{
    private readonly List<(string Action, long Count)> _counts = Copy(before);
    private bool _changed;

    /// <summary>One click more. False: the user has as many different actions as one user may.</summary>
    public bool TryAdd(string action)
    {
        var index = IndexOf(action);
        if (index < 0 && _counts.Count >= ClickLimits.Actions)
            return false;
        if (index < 0)
            _counts.Add((action, 1));
        else
            _counts[index] = (_counts[index].Action, _counts[index].Count + 1);
        _changed = true;
        return true;
    }

    public bool Knows(string action) => IndexOf(action) >= 0;

    public ImmutableArray<ClickCount> ToImmutable()
    {
        if (!_changed)
            return before;
        var counts = ImmutableArray.CreateBuilder<ClickCount>(_counts.Count);
        foreach (var (action, count) in _counts)
            counts.Add(new ClickCount(action, count));
        return counts.MoveToImmutable();
    }

    private int IndexOf(string action)
    {
        for (var i = 0; i < _counts.Count; i++)
        {
            if (string.Equals(_counts[i].Action, action, StringComparison.Ordinal))
                return i;
        }

        return -1;
    }

    private static List<(string, long)> Copy(ImmutableArray<ClickCount> before)
    {
        var counts = new List<(string, long)>(before.Length + 1);
        foreach (var count in before)
            counts.Add((count.Action, count.Count));
        return counts;
    }
}
