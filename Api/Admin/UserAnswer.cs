namespace OrleansState.Api.Admin;

/// <summary>Answer of <c>GET /admin/users</c>.</summary>
/// <param name="UserId">The id of whoever has the username; what the other routes for admins take.</param>
/// <param name="Username">As given at registration.</param>
internal sealed record UserAnswer(string UserId, string Username);
