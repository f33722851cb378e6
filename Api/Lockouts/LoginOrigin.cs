using OrleansState.Api.Edge;

namespace OrleansState.Api.Lockouts;

/// <summary>Who tries a password, as far as that is known before it is looked at.</summary>
/// <param name="Username">The name it is tried for.</param>
/// <param name="Network">Where the call comes from.</param>
/// <param name="Known">The session or device that has given this name's password before; null of a stranger.</param>
internal sealed record LoginOrigin(string Username, string Network, string? Known)
{
    public static LoginOrigin Of(HttpContext http, string username, string? known) => new(username, ClientNetwork.Of(http), known);
}
