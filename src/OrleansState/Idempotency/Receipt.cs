namespace OrleansState;

/// <summary>
/// What is kept of an answer so that it can be given again: not its bytes, but the little that rebuilds it from the
/// state. What the fields mean is between a rule and its recall.
/// </summary>
/// <param name="Number">Any number, such as a version; with <see cref="IReplayable{TState}"/> the one its past goes by.</param>
/// <param name="Ticks">Any number, such as a time.</param>
/// <param name="Text">Any short text.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.receipt")]
public readonly record struct Receipt(
    [property: Id(0)] long Number,
    [property: Id(1)] long Ticks = 0,
    [property: Id(2)] string? Text = null);
