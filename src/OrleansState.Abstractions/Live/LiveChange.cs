namespace OrleansState;

/// <summary>One state that has changed. It names the version and does not bring it: who shows the state reads it of its grain.</summary>
/// <param name="Grain">Whose state it is.</param>
/// <param name="Kind">The kind of state.</param>
/// <param name="ETag">The version that became durable; null where the activation ends that would have told of the next one.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.live-change")]
public sealed record LiveChange([property: Id(0)] GrainId Grain, [property: Id(1)] string Kind, [property: Id(2)] string? ETag);
