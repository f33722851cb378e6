namespace OrleansState.Api.Tokens;

/// <summary>Claims of an access token beside those that say when and for whom it is good. None holds personal data.</summary>
internal static class TokenClaims
{
    /// <summary>The user id.</summary>
    public const string Subject = "sub";

    /// <summary>The session of the login that the token follows from.</summary>
    public const string Session = "sid";

    /// <summary>Names the token.</summary>
    public const string Id = "jti";

    /// <summary><see cref="AdminRole"/> or absent.</summary>
    public const string Role = "role";

    public const string AdminRole = "admin";

    /// <summary>Of an admin's token: what the setting was that it was issued by, so that no other can be told from it.</summary>
    public const string Credential = "cred";
}
