using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using OrleansState.Api.Admin;
using OrleansState.Api.Tokens;
using OrleansState.Commands;
using OrleansState.References;
using OrleansState.Sessions;
using OrleansState.Users;

namespace OrleansState.Api.Sessions;

/// <summary>Token pairs for sessions. The secrets are made here; grains get their hashes only.</summary>
internal sealed class SessionTokens(IClusterClient cluster, AccessTokens accessTokens, EndedSessions ended, Admins admins, IOptions<JwtOptions> options)
{
    public async Task<TokenPairAnswer> OpenAsync(string userId, string username)
    {
        var sessionId = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var token = RefreshToken.Create(userId, sessionId);
        await Sessions(userId).OpenAsync(new NewSession(
            sessionId, username, token.Hash, options.Value.RefreshTokenLifetime, options.Value.RefreshTokenIdleTimeout));
        return Pair(token);
    }

    /// <summary>The next pair, or null where the token is not good, whyever.</summary>
    /// <param name="text">The token.</param>
    /// <param name="retryKey">Names the call, where its client may send it again.</param>
    public async Task<TokenPairAnswer?> RefreshAsync(string text, string? retryKey)
    {
        if (!RefreshToken.TryParse(text, out var presented) || admins.IsFormer(presented.UserId))
            return null;
        var next = RefreshToken.Create(presented.UserId, presented.SessionId);
        try
        {
            var outcome = await Sessions(presented.UserId).RefreshAsync(
                presented.SessionId, new Rotation(presented.Hash, next.Hash, retryKey is null ? null : IdempotencyKey.Create(retryKey, "").Key));
            if (outcome == RefreshOutcome.Reused)
                ended.Add(presented.UserId, presented.SessionId);
            return outcome == RefreshOutcome.Rotated ? Pair(next) : null;
        }
        catch (UserErasedException)
        {
            return null;
        }
    }

    private TokenPairAnswer Pair(RefreshToken token) => new(
        accessTokens.Issue(token.UserId, token.SessionId, admins.Holds(token.UserId)),
        (int)accessTokens.Lifetime.TotalSeconds,
        token.Reveal());

    private ISessionsGrain Sessions(string userId) => cluster.GrainOf<ISessionsGrain>(userId);
}
