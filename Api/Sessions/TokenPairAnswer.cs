using System.Text.Json.Serialization;

namespace OrleansState.Api.Sessions;

// A class, so that it has no text form with the tokens in it.

/// <summary>Answer of <c>POST /login</c>, <c>POST /login/guest</c> and <c>POST /token/refresh</c>.</summary>
internal sealed class TokenPairAnswer(string accessToken, int expiresIn, string refreshToken)
{
    /// <summary>For the header <c>Authorization</c>, behind <c>Bearer</c>.</summary>
    [JsonPropertyOrder(0)]
    public string AccessToken { get; } = accessToken;

    /// <summary>Always <c>Bearer</c>.</summary>
    [JsonPropertyOrder(1)]
    public string TokenType { get; } = "Bearer";

    /// <summary>Seconds until the access token expires.</summary>
    [JsonPropertyOrder(2)]
    public int ExpiresIn { get; } = expiresIn;

    /// <summary>Good for one call of <c>POST /token/refresh</c>.</summary>
    [JsonPropertyOrder(3)]
    public string RefreshToken { get; } = refreshToken;
}
