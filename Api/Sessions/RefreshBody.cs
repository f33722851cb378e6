using System.Text.Json.Serialization;

namespace OrleansState.Api.Sessions;

// A class, so that it has no text form with the token in it.

/// <summary>Body of <c>POST /token/refresh</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed class RefreshBody(string refreshToken)
{
    /// <summary>The refresh token of the latest pair.</summary>
    public string RefreshToken { get; } = refreshToken;
}
