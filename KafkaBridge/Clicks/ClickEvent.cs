namespace OrleansState.KafkaBridge.Clicks;

/// <summary>What a record of the events says of a user: that the user did something. The key is the user's id.</summary>
/// <param name="Action">What was done.</param>
internal readonly record struct ClickEvent(string Action);
