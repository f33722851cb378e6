namespace OrleansState.Grains.Tests.Engine.Histories;

/// <summary>
/// Whether some order of the calls explains every answer: each call takes effect at one moment between its sending and its
/// answer, and one whose outcome stayed unknown at any moment after its sending or never (Wing and Gong, 1993; the memo of
/// Lowe, 2017).
/// </summary>
internal static class Linearizability
{
    /// <param name="history">At most 64 operations on one key.</param>
    /// <param name="initial">The model before any of them. Equal models must have equal texts.</param>
    /// <param name="apply">The sequential meaning of a call: the model after it and the answer.</param>
    public static bool Holds<TModel, TCall>(
        IReadOnlyList<Operation<TCall>> history, TModel initial, Func<TModel, TCall, (TModel Model, string Answer)> apply)
    {
        Assert.InRange(history.Count, 0, 64);
        var known = 0UL;
        for (var i = 0; i < history.Count; i++)
            known |= history[i].Answer is null ? 0 : 1UL << i;
        var visited = new HashSet<(ulong, string)>();

        bool Search(ulong done, TModel model)
        {
            if ((done & known) == known)
                return true;
            if (!visited.Add((done, model!.ToString()!)))
                return false;
            var firstReturn = Enumerable.Range(0, history.Count).Where(i => (done >> i & 1) == 0).Min(i => history[i].Returned);
            for (var i = 0; i < history.Count; i++)
            {
                var operation = history[i];
                if ((done >> i & 1) == 1 || operation.Invoked > firstReturn)
                    continue;
                var (next, answer) = apply(model, operation.Call);
                if ((operation.Answer is null || operation.Answer == answer) && Search(done | 1UL << i, next))
                    return true;
            }

            return false;
        }

        return Search(0, initial);
    }
}
