namespace OrleansState.Clicks;

/// <summary>A click as it lies in a partition.</summary>
/// <param name="Offset">Its offset, from 0.</param>
/// <param name="Action">What was done, 1 to <see cref="ClickLimits.ActionLength"/> characters.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.logged-click")]
public readonly record struct LoggedClick([property: Id(0)] long Offset, [property: Id(1)] string Action);
