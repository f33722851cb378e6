namespace OrleansState.Api.Sessions;

/// <summary>Answer of <c>GET /profile</c>.</summary>
/// <param name="UserId">The caller.</param>
/// <param name="Username">As given at registration.</param>
internal sealed record ProfileAnswer(string UserId, string Username);
