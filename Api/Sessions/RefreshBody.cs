using System.Text.Json.Serialization;

namespace OrleansState.Api.Sessions;

/// <summary>Body of <c>POST /token/refresh</c>. A class, so that it has no text form with the token in it.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed class RefreshBody(string refreshToken)
{
    public string RefreshToken { get; } = refreshToken;
}
