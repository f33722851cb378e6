namespace OrleansState.Api.Clicks;

/// <summary>Answer of <c>POST /clicks</c>.</summary>
/// <param name="UserId">The caller.</param>
/// <param name="Action">What was counted.</param>
/// <param name="Count">How often by now.</param>
internal sealed record ClickAnswer(string UserId, string Action, long Count);
