using System.Globalization;
using System.Text;

namespace OrleansState.Testing;

/// <summary>A history that no order explains, or that ended with a fault nobody may see.</summary>
/// <param name="Plan">What was to be done.</param>
/// <param name="History">What of it is needed to see the contradiction.</param>
/// <param name="Explained">The longest order that explains the answers in it.</param>
/// <param name="Fault">What a call threw; null: all were answered.</param>
internal sealed record CounterExample(HistoryPlan Plan, History History, IReadOnlyList<Operation> Explained, Exception? Fault)
{
    /// <summary>Null where some order explains the history.</summary>
    public static CounterExample? Of(HistoryPlan plan, History history, object initial)
    {
        if (Linearizability.FindUnexplained(history.Operations, initial) is null)
            return null;
        var shortest = WithoutNeedlessReads(Beginning(history, initial), initial);
        return new CounterExample(plan, shortest, Linearizability.FindUnexplained(shortest.Operations, initial)!, null);
    }

    public string Draw(object initial)
    {
        var text = new StringBuilder(Timeline.Draw(History));
        if (Fault is IndexDisagreesException)
            return text.Append(CultureInfo.InvariantCulture, $"\n{Fault.Message}\n").ToString();
        if (Fault is not null)
            return text.Append(CultureInfo.InvariantCulture, $"\nA call ended with {Fault.GetType().Name}: {Fault.Message}\n").ToString();
        var model = Explained.Aggregate(initial, (before, operation) => operation.Apply(before).Model);
        text.Append("\nThis order explains the most of them:\n");
        if (Explained.Count == 0)
            text.Append("  none\n");
        foreach (var operation in Explained)
            text.Append(CultureInfo.InvariantCulture, $"  {operation}\n");
        text.Append(CultureInfo.InvariantCulture, $"after which the model is {Words.Of(model)}, and none of these can be next:\n");
        foreach (var operation in History.Operations.Except(Explained).Where(o => o.Answer is not null))
            text.Append(CultureInfo.InvariantCulture, $"  {operation}, where the model says {operation.Apply(model).Answer}\n");
        return text.ToString();
    }

    /// <summary>What was known at the first moment at which no order explained it: every history with that beginning is wrong.</summary>
    private static History Beginning(History history, object initial) => history.Operations
        .Select(o => o.Returned).Where(time => time != long.MaxValue).Order()
        .Select(history.Until)
        .First(beginning => Linearizability.FindUnexplained(beginning.Operations, initial) is not null);

    /// <summary>A read changes nothing: what is wrong without it is wrong with it.</summary>
    private static History WithoutNeedlessReads(History history, object initial)
    {
        foreach (var read in history.Operations.Where(o => o.Call.Operation.IsRead))
        {
            var without = history with { Operations = [.. history.Operations.Where(o => !ReferenceEquals(o, read))] };
            if (Linearizability.FindUnexplained(without.Operations, initial) is not null)
                history = without;
        }

        return history;
    }
}
