using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using OrleansState.Sessions;
using OrleansState.Users;

namespace OrleansState.Api.Sessions;

/// <summary>
/// A refresh token: three parts in base64url with dots between them. Opaque to clients; the first two let the server
/// find the session, the third proves it: 32 bytes that nobody but <see cref="RefreshTokenSigner"/> can make.
/// </summary>
/// <remarks>
/// The third part has the generation (4 bytes, big-endian), 12 random bytes, and a signature of 16 over all that comes before
/// it. Earlier releases took 32 random bytes there, and read this one as such: tokens of both are good in both.
/// </remarks>
internal sealed class RefreshToken
{
    public const int SignatureBytes = 16;

    private const int GenerationBytes = 4;
    private const int SecretBytes = 32;

    /// <summary>Longer than any we make: a user id, a session id and a secret in base64url.</summary>
    private const int MaxLength = 512;

    private readonly byte[] _secret;

    private RefreshToken(string userId, string sessionId, byte[] secret) => (UserId, SessionId, _secret) = (userId, sessionId, secret);

    public string UserId { get; }

    public string SessionId { get; }

    public TokenHash Hash => TokenHash.Of(_secret);

    /// <summary>How many tokens of its session came up to it. Means something where the signature is good.</summary>
    public int Generation => BinaryPrimitives.ReadInt32BigEndian(_secret);

    /// <summary>What of the third part is signed, along with the first two.</summary>
    public ReadOnlySpan<byte> SignedPart => _secret.AsSpan(..^SignatureBytes);

    public ReadOnlySpan<byte> Signature => _secret.AsSpan(^SignatureBytes..);

    /// <param name="userId">Whose it is.</param>
    /// <param name="sessionId">The session it renews.</param>
    /// <param name="generation">How many of the session's tokens came up to it.</param>
    /// <param name="random">Twelve bytes of chance.</param>
    /// <param name="sign">Makes the signature out of the token without it.</param>
    public static RefreshToken Create(string userId, string sessionId, int generation, ReadOnlySpan<byte> random, Func<RefreshToken, byte[]> sign)
    {
        var secret = new byte[SecretBytes];
        BinaryPrimitives.WriteInt32BigEndian(secret, generation);
        random.CopyTo(secret.AsSpan(GenerationBytes));
        var token = new RefreshToken(userId, sessionId, secret);
        sign(token).AsSpan(0, SignatureBytes).CopyTo(secret.AsSpan(^SignatureBytes..));
        return token;
    }

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
