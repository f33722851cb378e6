using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using OrleansState.Sessions;
using OrleansState.Users;

namespace OrleansState.Api.Sessions;

/// <summary>
/// A refresh token: three parts in base64url with dots between them. Opaque to clients; the first two let the server
/// find the session, the third proves it.
/// </summary>
internal sealed class RefreshToken
{
    private const int SecretBytes = 32;

    /// <summary>Longer than any we make: a user id, a session id and a secret in base64url.</summary>
    private const int MaxLength = 512;

    private readonly byte[] _secret;

    private RefreshToken(string userId, string sessionId, byte[] secret) => (UserId, SessionId, _secret) = (userId, sessionId, secret);

    public string UserId { get; }

    public string SessionId { get; }

    public TokenHash Hash => TokenHash.Of(_secret);

    /// <summary>A new secret for a session.</summary>
    public static RefreshToken Create(string userId, string sessionId) => new(userId, sessionId, RandomNumberGenerator.GetBytes(SecretBytes));

    public static bool TryParse(string text, [NotNullWhen(true)] out RefreshToken? token)
    {
        token = null;
        if (text.Length > MaxLength || text.Split('.') is not [var user, var session, var secret])
            return false;
        if (!TryDecode(user, out var userId) || !TryDecode(session, out var sessionId) || !TryDecode(secret, out var secretBytes))
            return false;
        token = new RefreshToken(Encoding.ASCII.GetString(userId), Encoding.ASCII.GetString(sessionId), secretBytes);
        return UserIds.IsValid(token.UserId) && UserIds.IsValid(token.SessionId) && secretBytes.Length == SecretBytes;
    }

    /// <summary>The token itself, to be given to its client and to nobody else.</summary>
    public string Reveal() => $"{Encode(UserId)}.{Encode(SessionId)}.{Base64Url.EncodeToString(_secret)}";

    private static string Encode(string ascii) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(ascii));

    private static bool TryDecode(string part, out byte[] bytes)
    {
        var valid = Base64Url.IsValid(part);
        bytes = valid ? Base64Url.DecodeFromChars(part) : [];
        return valid;
    }
}
