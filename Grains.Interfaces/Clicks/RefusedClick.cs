namespace OrleansState.Clicks;

/// <summary>A click of a batch that can't be counted, by its offset. The same batch sent again refuses the same clicks.</summary>
[GenerateSerializer, Immutable, Alias("orleansstate.refused-click")]
public sealed record RefusedClick([property: Id(0)] long Offset, [property: Id(1)] Refusal Refusal);
