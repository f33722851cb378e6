namespace OrleansState.Api.Accounts;

/// <summary>Answer of <c>POST /register</c>.</summary>
/// <param name="UserId">The new user's id: opaque, never reused.</param>
internal sealed record RegisteredAnswer(string UserId);
