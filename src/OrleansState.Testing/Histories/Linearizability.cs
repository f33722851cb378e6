namespace OrleansState.Testing;

/// <summary>
/// Whether some order of the calls explains every answer: each call takes effect at one moment between its sending and its
/// answer, and one whose outcome stayed unknown at any moment after its sending or never (Wing and Gong, 1993; the memo of
/// Lowe, 2017).
/// </summary>
internal sealed class Linearizability
{
    /// <summary>Most calls of a history.</summary>
    public const int MaxCalls = 128;

    private readonly IReadOnlyList<Operation> _history;
    private readonly UInt128 _answered;
    private readonly HashSet<(UInt128 Done, string Model)> _visited = [];
    private readonly Stack<Operation> _path = new();
    private Operation[] _longest = [];

    private Linearizability(IReadOnlyList<Operation> history)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(history.Count, MaxCalls);
        _history = history;
        for (var i = 0; i < history.Count; i++)
            _answered |= history[i].Answer is null ? 0 : Bit(i);
    }

    /// <returns>Null where an order explains all; else the longest that explains the answers in it.</returns>
    public static IReadOnlyList<Operation>? FindUnexplained(IReadOnlyList<Operation> history, object initial)
    {
        var check = new Linearizability(history);
        return check.Search(0, initial) ? null : check._longest;
    }

    private bool Search(UInt128 done, object model)
    {
        if ((done & _answered) == _answered)
            return true;
        if (!_visited.Add((done, Words.Of(model))))
            return false;
        if (_path.Count(o => o.Answer is not null) > _longest.Count(o => o.Answer is not null))
            _longest = [.. _path.Reverse()];
        var firstReturn = Enumerable.Range(0, _history.Count).Where(i => (done & Bit(i)) == 0).Min(i => _history[i].Returned);
        for (var i = 0; i < _history.Count; i++)
        {
            if ((done & Bit(i)) == 0 && IsNext(_history[i], done | Bit(i), model, firstReturn))
                return true;
        }

        return false;
    }

    private bool IsNext(Operation operation, UInt128 done, object model, long firstReturn)
    {
        var isLater = operation.Invoked > firstReturn;
        if (isLater && !operation.MayBeStale)
            return false;
        var (next, answer) = operation.Apply(model);
        if ((operation.Answer is not null && operation.Answer != answer) || (isLater && Words.Of(next) != Words.Of(model)))
            return false;
        _path.Push(operation);
        var explains = Search(done, next);
        _path.Pop();
        return explains;
    }

    private static UInt128 Bit(int index) => UInt128.One << index;
}
