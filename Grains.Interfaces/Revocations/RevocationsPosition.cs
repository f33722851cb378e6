namespace OrleansState.Revocations;

/// <summary>How far somebody has read what <see cref="IRevocationsGrain"/> remembers. The default is its beginning.</summary>
/// <param name="Memory">Names the memory, which begins anew with each activation of the grain.</param>
/// <param name="Number">How many revocations had been told when the last one read was.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.ended-sessions-position")]
public readonly record struct RevocationsPosition([property: Id(0)] Guid Memory, [property: Id(1)] long Number);
