using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.JsonWebTokens;
using OrleansState.Api.Revocations;

namespace OrleansState.Api.Tokens;

/// <summary>
/// Remembers tokens whose signature was verified: a cart add does not pay for ECDSA each time. A token's time, its key's
/// presence and its session are looked at in every call. Bounded by two generations: what is used stays.
/// </summary>
internal sealed class VerifiedTokens(TokenKeys keys, KnownRevocations revocations, TimeProvider clock)
{
    private const int GenerationSize = 20_000;
    private ConcurrentDictionary<string, Verified> _young = new(StringComparer.Ordinal);
    private ConcurrentDictionary<string, Verified> _old = new(StringComparer.Ordinal);
    private long _verifications;

    /// <summary>Signatures found good so far.</summary>
    public long Verifications => Interlocked.Read(ref _verifications);

    /// <summary>What such a token was answered, completed; null where it is not known or not good any more.</summary>
    public Task<AuthenticateResult>? Find(ReadOnlySpan<char> token) =>
        Recall(token) is { } known && ReferenceEquals(keys.Find(known.Key.Kid), known.Key) && BearerValidation.IsInItsTime(known.ValidFrom, known.ValidTo, clock)
            && !revocations.Contains(known.Principal.UserId, known.Principal.SessionId)
            ? known.Answer
            : null;

    /// <param name="token">Its signature was found good.</param>
    /// <param name="principal">Who it is of.</param>
    /// <param name="scheme">The scheme that authenticated it.</param>
    public void Add(JsonWebToken token, TokenPrincipal principal, string scheme)
    {
        Interlocked.Increment(ref _verifications);
        if (keys.Find(token.Kid) is not { } key)
            return;
        var answer = Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(principal, scheme)));
        Remember(token.EncodedToken, new Verified(key, token.ValidFrom, token.ValidTo, principal, answer));
    }

    private Verified? Recall(ReadOnlySpan<char> token)
    {
        if (_young.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(token, out var known))
            return known;
        if (_old.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(token, out known))
            Remember(token.ToString(), known);
        return known;
    }

    /// <summary>Two that turn a generation over at once lose a few entries, which are verified anew.</summary>
    private void Remember(string token, Verified verified)
    {
        if (_young.Count >= GenerationSize)
            (_old, _young) = (_young, new ConcurrentDictionary<string, Verified>(StringComparer.Ordinal));
        _young[token] = verified;
    }

    private sealed record Verified(TokenKey Key, DateTime ValidFrom, DateTime ValidTo, TokenPrincipal Principal, Task<AuthenticateResult> Answer);
}
