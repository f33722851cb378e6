using System.Collections.Immutable;
using OrleansState.Clicks;

namespace OrleansState.Grains.Tests.Engine.Histories;

/// <summary>A call to a click counter: an increment of an action, or without one a read.</summary>
internal sealed record ClickCall(string? Action)
{
    public async Task<string> SendAsync(IClickCounterGrain counter, CommandContext? context)
    {
        if (Action is null)
            return ClickModel.InWords((await counter.GetAsync()).ByAction);
        var reply = await counter.IncrementAsync(Action, context);
        return reply.Refusal?.Code ?? $"{reply.Value!.Action} {reply.Value.Count}";
    }

    public override string ToString() => Action is null ? "read" : $"count {Action}";
}

/// <summary>What a click counter means, one call after another.</summary>
internal sealed record ClickModel(ImmutableSortedDictionary<string, long> Counts)
{
    public static ClickModel Empty { get; } = new(ImmutableSortedDictionary<string, long>.Empty.WithComparers(StringComparer.Ordinal));

    public static string InWords(ImmutableSortedDictionary<string, long> counts) => string.Join(", ", counts.Select(c => $"{c.Key} {c.Value}"));

    public static (ClickModel Model, string Answer) Apply(ClickModel counter, ClickCall call)
    {
        if (call.Action is null)
            return (counter, counter.ToString());
        var count = counter.Counts.GetValueOrDefault(call.Action) + 1;
        return (new ClickModel(counter.Counts.SetItem(call.Action, count)), $"{call.Action} {count}");
    }

    public override string ToString() => InWords(Counts);
}
