namespace OrleansState.Clicks;

/// <summary>The count of one action of one user, from 1.</summary>
[GenerateSerializer, Immutable, Alias("orleansstate.click-count")]
public sealed record ClickCount([property: Id(0)] string Action, [property: Id(1)] long Count);
