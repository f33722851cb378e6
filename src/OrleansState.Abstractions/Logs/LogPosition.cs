namespace OrleansState;

/// <summary>A place in a log that never names anything else.</summary>
/// <param name="Log">The topic's id.</param>
/// <param name="Partition">The partition, from 0.</param>
/// <param name="Offset">The offset, from 0.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.log-position")]
public sealed record LogPosition([property: Id(0)] string Log, [property: Id(1)] int Partition, [property: Id(2)] long Offset);
