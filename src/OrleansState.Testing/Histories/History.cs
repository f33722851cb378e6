using System.Collections.Immutable;

namespace OrleansState.Testing;

/// <summary>What clients saw, and what happened to the store and the activations meanwhile.</summary>
/// <param name="Operations">The calls, in the order in which they were sent.</param>
/// <param name="Events">What else happened, and when.</param>
internal sealed record History(ImmutableArray<Operation> Operations, ImmutableArray<HistoryEvent> Events)
{
    /// <summary>What was known at a time: later calls had not been sent, and those not answered by then may have had their effect or not.</summary>
    public History Until(long time) => new(
        [.. Operations.Where(o => o.Invoked < time).Select(o => o.Returned <= time ? o : o.Unanswered())],
        [.. Events.Where(e => e.Time <= time)]);
}

/// <param name="Time">When, by the clock of the history's calls.</param>
/// <param name="Lane">Who did it, as <see cref="Lanes"/> counts.</param>
/// <param name="What">What happened.</param>
internal readonly record struct HistoryEvent(long Time, int Lane, string What);
