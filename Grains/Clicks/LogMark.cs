namespace OrleansState.Grains.Clicks;

/// <summary>The highest offset of a partition that the counts contain: what lies at or below it has been counted.</summary>
[GenerateSerializer, Immutable, Alias("orleansstate.log-mark")]
internal sealed record LogMark([property: Id(0)] string Log, [property: Id(1)] int Partition, [property: Id(2)] long Offset);
