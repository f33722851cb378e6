using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OrleansState.Api.Admin;

namespace OrleansState.Api.Tokens;

/// <summary>Issues access tokens.</summary>
internal sealed class AccessTokens(TokenKeys keys, Admins admins, IOptions<JwtOptions> options, TimeProvider clock)
{
    private readonly JwtOptions _options = options.Value;
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    public TimeSpan Lifetime => _options.AccessTokenLifetime;

    public string Issue(string userId, string sessionId, bool isAdmin)
    {
        var (now, key) = (clock.GetUtcNow().UtcDateTime, keys.Signing);
        var claims = new Dictionary<string, object>
        {
            [TokenClaims.Subject] = userId,
            [TokenClaims.Session] = sessionId,
            [TokenClaims.Id] = RandomNumberGenerator.GetHexString(32, lowercase: true),
        };
        if (isAdmin)
        {
            claims[TokenClaims.Role] = TokenClaims.AdminRole;
            claims[TokenClaims.Credential] = admins.CredentialMark(userId, key);
        }

        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = _options.Issuer,
            Audience = _options.Audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Lifetime,
            Claims = claims,
            SigningCredentials = key.Credentials,
        });
    }
}
