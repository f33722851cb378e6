namespace OrleansState;

/// <summary>When a state wants to be changed because nobody did, and how.</summary>
/// <typeparam name="TState">The state.</typeparam>
/// <param name="DueAt">The moment from which on the state is no longer what it says; null: there is none. Pure.</param>
/// <param name="Expire">What it becomes then, with the time at which that is decided. Its answer is given to nobody.</param>
public sealed record Deadline<TState>(Func<TState, DateTimeOffset?> DueAt, Func<TState, DateTimeOffset, Decision<TState, TState>> Expire);
