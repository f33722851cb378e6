namespace OrleansState.Clicks;

/// <summary>A click as it lies in a partition.</summary>
/// <param name="Offset">Its offset, from 0.</param>
/// <param name="Action">What was done, 1 to <see cref="ClickLimits.ActionLength"/> characters.</param>
/// <param name="Origin">
/// Where the event lay when it could not be used, if this is a redriven one: it counts once, however often it is redriven.
/// </param>
[GenerateSerializer, Immutable, Alias("orleansstate.logged-click")]
public readonly record struct LoggedClick(
    [property: Id(0)] long Offset, [property: Id(1)] string Action, [property: Id(2)] LogPosition? Origin = null);
