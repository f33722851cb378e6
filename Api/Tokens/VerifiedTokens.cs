using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace OrleansState.Api.Tokens;

/// <summary>
/// Verifies a token's signature once and remembers it: a cart add does not pay for ECDSA each time. Its time, its key's
/// presence and its session are looked at in every call. Bounded by two generations: what is used stays.
/// </summary>
internal sealed class VerifiedTokens(TokenKeys keys, EndedSessions ended, TimeProvider clock) : TokenHandler
{
    private const int GenerationSize = 20_000;
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private ConcurrentDictionary<string, Verified> _young = new(StringComparer.Ordinal);
    private ConcurrentDictionary<string, Verified> _old = new(StringComparer.Ordinal);
    private long _verifications;

    /// <summary>Signatures looked at so far.</summary>
    public long Verifications => Interlocked.Read(ref _verifications);

    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        if (Find(token) is { } known && ReferenceEquals(keys.Find(known.Token.Kid), known.Key) && BearerValidation.IsInItsTime(known.Token.ValidFrom, known.Token.ValidTo, clock))
            return IsEnded(known.Identity) ? Fail() : new TokenValidationResult { IsValid = true, ClaimsIdentity = known.Identity, SecurityToken = known.Token };
        Interlocked.Increment(ref _verifications);
        var result = await _handler.ValidateTokenAsync(token, validationParameters);
        if (result.IsValid && IsEnded(result.ClaimsIdentity))
            return Fail();
        if (result.IsValid && result.SecurityToken is JsonWebToken verified && keys.Find(verified.Kid) is { } key)
            Remember(token, new Verified(verified, result.ClaimsIdentity, key));
        return result;
    }

    public override SecurityToken ReadToken(string token) => _handler.ReadToken(token);

    private Verified? Find(string token)
    {
        if (_young.TryGetValue(token, out var known))
            return known;
        if (_old.TryGetValue(token, out known))
            Remember(token, known);
        return known;
    }

    /// <summary>Two that turn a generation over at once lose a few entries, which are verified anew.</summary>
    private void Remember(string token, Verified verified)
    {
        if (_young.Count >= GenerationSize)
            (_old, _young) = (_young, new ConcurrentDictionary<string, Verified>(StringComparer.Ordinal));
        _young[token] = verified;
    }

    private bool IsEnded(ClaimsIdentity identity) =>
        ended.Contains(identity.FindFirst(TokenClaims.Subject)?.Value ?? "", identity.FindFirst(TokenClaims.Session)?.Value ?? "");

    private static TokenValidationResult Fail() => new()
    {
        IsValid = false,
        Exception = new SecurityTokenInvalidLifetimeException("The session has ended"),
    };

    private sealed record Verified(JsonWebToken Token, ClaimsIdentity Identity, TokenKey Key);
}
