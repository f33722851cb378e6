using System.Collections.Immutable;
using OrleansState.Clicks;
using OrleansState.Testing;

namespace OrleansState.Grains.Tests.Engine.Histories;

/// <summary>What a click counter means, one call after another.</summary>
internal static class ClickModel
{
    private static readonly string[] Actions = ["click", "view"];

    public static GrainModel<IClickCounterGrain, ImmutableSortedDictionary<string, long>> OfGrain() =>
        new GrainModel<IClickCounterGrain, ImmutableSortedDictionary<string, long>>(ImmutableSortedDictionary<string, long>.Empty.WithComparers(StringComparer.Ordinal))
            .Command("count", random => Actions[random.Next(Actions.Length)], async (counter, action, context) => (await counter.IncrementAsync(action, context)).Select(count => count.Count), Count)
            .Read("read", async counter => (await counter.GetAsync()).ByAction, counts => counts);

    private static Decision<ImmutableSortedDictionary<string, long>, long> Count(ImmutableSortedDictionary<string, long> counts, string action)
    {
        var count = counts.GetValueOrDefault(action) + 1;
        return Decision.Accept(counts.SetItem(action, count), count);
    }
}
