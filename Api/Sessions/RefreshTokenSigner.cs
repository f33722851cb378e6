using System.Security.Cryptography;
using System.Text;
using OrleansState.Api.Admin;
using OrleansState.Api.Tokens;

namespace OrleansState.Api.Sessions;

/// <summary>
/// Makes refresh tokens and knows them again, so that one which somebody invented asks nothing of the cluster, and one that was
/// used is known for it however long ago. An admin's is signed together with the setting it was got by, and ends with that.
/// </summary>
internal sealed class RefreshTokenSigner(TokenKeys keys, Admins admins)
{
    private const string Purpose = "refresh token";
    private const int RandomBytes = 12;

    /// <summary>The first of a session's tokens; 0 is left to those that are not signed.</summary>
    public const int FirstGeneration = 1;

    public RefreshToken Create(string userId, string sessionId, int generation)
    {
        var key = keys.Signing;
        return RefreshToken.Create(userId, sessionId, generation, RandomNumberGenerator.GetBytes(RandomBytes), token => Sign(key, token));
    }

    /// <summary>Whether we have made it, with any key that still is there.</summary>
    public bool IsSigned(RefreshToken token)
    {
        foreach (var key in keys.All)
        {
            if (CryptographicOperations.FixedTimeEquals(Sign(key, token).AsSpan(0, RefreshToken.SignatureBytes), token.Signature))
                return true;
        }

        return false;
    }

    /// <summary>No id has a slash, so that two that differ are never signed as the same.</summary>
    private byte[] Sign(TokenKey key, RefreshToken token) => key.Sign(
        Purpose, [.. Encoding.ASCII.GetBytes($"{token.UserId}/{token.SessionId}/"), .. token.SignedPart, .. admins.CredentialOf(token.UserId)]);
}
