namespace OrleansState;

/// <summary>A refused record of which it is not known that it lies with the dead letters.</summary>
[GenerateSerializer, Immutable, Alias("orleansstate.unsettled-refusal")]
internal sealed record UnsettledRefusal([property: Id(0)] LogPosition Position, [property: Id(1)] Refusal Refusal);
