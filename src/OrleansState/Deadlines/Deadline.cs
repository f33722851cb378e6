using OrleansState.Indexes;

namespace OrleansState;

/// <summary>When a state wants to be changed because nobody did, and how.</summary>
/// <typeparam name="TState">The state.</typeparam>
/// <param name="From">
/// The moment from which on the deadline is reckoned, such as the state's last change; null: there is no deadline. Pure, and of the state alone:
/// the store keeps it, rounded up by <see cref="Grain"/>, so that a state is found whose silo has died.
/// </param>
/// <param name="Expire">What it becomes then, with the time at which that is decided. Its answer is given to nobody.</param>
public sealed record Deadline<TState>(Func<TState, DateTimeOffset?> From, Func<TState, DateTimeOffset, Decision<TState, TState>> Expire)
{
    /// <summary>How long after that moment it is; may be another after a restart, and goes for states that exist already. Default none.</summary>
    public TimeSpan After { get; init; }

    /// <summary>
    /// How exactly the store keeps the moment: a state that changes within this time again costs the store no second entry. A state that
    /// nobody has in memory is found so much later at most. Whole seconds. Default: a 60th of <see cref="After"/>, from a second to a minute.
    /// </summary>
    public TimeSpan Grain { get => field > TimeSpan.Zero ? field : TimeSpan.FromSeconds(Math.Clamp((long)(After.TotalSeconds / 60), 1, 60)); init; }

    /// <summary>When a state is due; null: never.</summary>
    internal DateTimeOffset? DueAt(TState state) => From(state) switch
    {
        null => null,
        { } from when DateTimeOffset.MaxValue - from <= After => DateTimeOffset.MaxValue,
        { } from => from + After,
    };

    internal double? ScoreOf(TState state) => From(state) is { } from ? Moments.ScoreOf(from, Grain) : null;
}
