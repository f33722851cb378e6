namespace OrleansState.Grains.Engine.Idempotency;

/// <summary>
/// What is kept of an answer so that it can be given again: not its bytes, but the little that rebuilds it from the
/// state. What the fields mean is between a rule and its recall.
/// </summary>
[GenerateSerializer, Immutable, Alias("orleansstate.receipt")]
internal readonly record struct Receipt(
    [property: Id(0)] long Number,
    [property: Id(1)] long Ticks = 0,
    [property: Id(2)] string? Text = null);
