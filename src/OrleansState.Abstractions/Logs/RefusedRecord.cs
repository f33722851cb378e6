namespace OrleansState;

/// <summary>A record of a log that a grain has refused.</summary>
/// <param name="Partition">Its partition.</param>
/// <param name="Offset">Its offset.</param>
/// <param name="Refusal">Why.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.refused-record")]
public sealed record RefusedRecord([property: Id(0)] int Partition, [property: Id(1)] long Offset, [property: Id(2)] Refusal Refusal);
