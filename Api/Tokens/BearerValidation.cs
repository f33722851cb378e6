using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OrleansState.Api.Admin;
using OrleansState.Api.Revocations;
using OrleansState.Users;

namespace OrleansState.Api.Tokens;

/// <summary>What an access token has to be: signed by a key of ours with that key's algorithm, from us, for us, in its time.</summary>
internal sealed class BearerValidation(
    TokenKeys keys, VerifiedTokens verified, KnownRevocations revocations, Admins admins, IOptions<JwtOptions> jwt, TimeProvider clock) : IConfigureNamedOptions<JwtBearerOptions>
{
    private const string CriticalExtensions = "crit";

    /// <summary>How far the clocks of two Api processes may lie apart.</summary>
    public static TimeSpan ClockSkew { get; } = TimeSpan.FromSeconds(10);

    public void Configure(JwtBearerOptions options) => Configure(JwtBearerDefaults.AuthenticationScheme, options);

    public void Configure(string? name, JwtBearerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.MapInboundClaims = false;
        options.SaveToken = false;
        options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = jwt.Value.Issuer,
            ValidateIssuer = true,
            ValidAudience = jwt.Value.Audience,
            ValidateAudience = true,
            RequireAudience = true,
            ValidateLifetime = true,
            RequireExpirationTime = true,
            LifetimeValidator = (notBefore, expires, _, _) => IsInItsTime(notBefore, expires, clock),
            RequireSignedTokens = true,
            ValidateIssuerSigningKey = true,
            TryAllIssuerSigningKeys = false,
            IssuerSigningKeyResolver = KeyOf,
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.HmacSha256],
            NameClaimType = TokenClaims.Subject,
            RoleClaimType = TokenClaims.Role,
        };
        options.Events = new JwtBearerEvents { OnTokenValidated = TakeAsync, OnForbidden = Forbid };
    }

    /// <summary>The key that the token names, and no other; and that only with the algorithm it is kept for.</summary>
    private IEnumerable<SecurityKey> KeyOf(string token, SecurityToken securityToken, string kid, TokenValidationParameters parameters) =>
        keys.Find(kid) is { } key && securityToken is JsonWebToken jwtToken && jwtToken.Alg == key.Algorithm ? [key.Key] : [];

    /// <summary>As the library's own, but by the process' clock.</summary>
    public static bool IsInItsTime(DateTime? notBefore, DateTime? expires, TimeProvider clock)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return notBefore - ClockSkew <= now && now < expires + ClockSkew;
    }

    /// <summary>RFC 6750, 3.1: the token is good, its user may not.</summary>
    private static Task Forbid(ForbiddenContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer error=\"insufficient_scope\"";
        return Task.CompletedTask;
    }

    /// <summary>An admin's token ends with the setting it was issued by. One of a release that named none is not believed.</summary>
    private bool IsOfAnotherCredential(ClaimsIdentity identity, JsonWebToken token) =>
        identity.HasClaim(TokenClaims.Role, TokenClaims.AdminRole)
        && !(keys.Find(token.Kid) is { } key && identity.HasClaim(TokenClaims.Credential, admins.CredentialMark(token.Subject, key)));

    /// <summary>A token whose signature is good: it has to name who calls in which session, and that session must not be revoked.</summary>
    private Task TakeAsync(TokenValidatedContext context)
    {
        var token = (JsonWebToken)context.SecurityToken;
        var identity = context.Principal!.Identities.Single();
        var user = identity.FindFirst(TokenClaims.Subject)?.Value;
        var session = identity.FindFirst(TokenClaims.Session)?.Value;
        // RFC 7515, 4.1.11: who does not understand an extension that is named there has to refuse. None is understood here.
        if (token.TryGetHeaderValue<object>(CriticalExtensions, out _))
        {
            context.Fail("The token names a critical extension.");
        }
        else if (user is null || !UserIds.IsValid(user) || string.IsNullOrEmpty(session))
        {
            context.Fail("The token names no user or no session.");
        }
        else if (revocations.Contains(user, session) || IsOfAnotherCredential(identity, (JsonWebToken)context.SecurityToken))
        {
            context.Fail(new SecurityTokenInvalidLifetimeException("The session has ended"));
        }
        else
        {
            var principal = new TokenPrincipal(identity, user, session, keys.Find(token.Kid), token.ValidTo);
            context.Principal = principal;
            verified.Add(token, principal, context.Scheme.Name);
        }

        return Task.CompletedTask;
    }
}
