namespace OrleansState;

/// <summary>The answer to a command. It is given only when the state it speaks of is durable.</summary>
/// <typeparam name="TValue">What an accepted command answers.</typeparam>
/// <param name="Value">Set when the command was accepted.</param>
/// <param name="Refusal">Set when it was refused; nothing was changed.</param>
/// <param name="ETag">Names the state the command left or was refused on: opaque, random, never used twice.</param>
/// <param name="Replayed">The command had taken effect before, under the same idempotency key; this is its first answer again.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.reply`1")]
public sealed record Reply<TValue>(
    [property: Id(0)] TValue? Value,
    [property: Id(1)] Refusal? Refusal,
    [property: Id(2)] string ETag,
    [property: Id(3)] bool Replayed = false);
