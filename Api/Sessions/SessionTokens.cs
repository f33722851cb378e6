using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using OrleansState.Accounts;
using OrleansState.Api.Admin;
using OrleansState.Api.Revocations;
using OrleansState.Api.SecurityLog;
using OrleansState.Api.Tokens;
using OrleansState.References;
using OrleansState.Sessions;

namespace OrleansState.Api.Sessions;

/// <summary>Token pairs for sessions. The secrets are made here; grains get their hashes only.</summary>
internal sealed class SessionTokens(
    IClusterClient cluster, AccessTokens accessTokens, RefreshTokenSigner refreshTokens, KnownRevocations revocations, Admins admins, SecurityEvents security, IOptions<JwtOptions> options)
{
    /// <summary>A session of somebody who has no account.</summary>
    public async Task<TokenPairAnswer> OpenAsync(string userId, string username)
    {
        var token = NewToken(userId);
        await Sessions(userId).OpenAsync(NewSession(token, username, credential: null));
        return Pair(token);
    }

    /// <summary>A session by the password of an account as it was found, or null where that has changed since.</summary>
    public async Task<TokenPairAnswer?> TryOpenAsync(Account account)
    {
        var token = NewToken(account.UserId);
        try
        {
            Guid? credential = admins.Holds(account.UserId) ? null : account.Credential;
            return await Sessions(account.UserId).TryOpenAsync(NewSession(token, account.Username, credential)) ? Pair(token) : null;
        }
        catch (UserErasedException)
        {
            return null;
        }
    }

    /// <summary>The next pair, or null where the token is not good, whyever.</summary>
    /// <param name="text">The token.</param>
    /// <param name="retryKey">Names the call, where its client may send it again.</param>
    public async Task<TokenPairAnswer?> RefreshAsync(string text, string? retryKey)
    {
        if (!RefreshToken.TryParse(text, out var presented) || admins.IsFormer(presented.UserId))
            return null;
        var signed = refreshTokens.IsSigned(presented);
        if (!signed && !MayBeUnsigned(presented.UserId))
            return null;
        var generation = signed ? presented.Generation : 0;
        var next = refreshTokens.Create(presented.UserId, presented.SessionId, generation + 1);
        try
        {
            var outcome = await Sessions(presented.UserId).RefreshAsync(presented.SessionId, new Rotation(
                presented.Hash, next.Hash, retryKey is null ? null : IdempotencyKey.Create(retryKey, "").Key, signed ? generation : null, next.Generation));
            if (outcome == RefreshOutcome.Reused)
            {
                revocations.Add(presented.UserId, presented.SessionId);
                security.RefreshTokenReused(presented.UserId, presented.SessionId);
            }

            return outcome == RefreshOutcome.Rotated ? Pair(next) : null;
        }
        catch (UserErasedException)
        {
            return null;
        }
    }

    private RefreshToken NewToken(string userId) =>
        refreshTokens.Create(userId, RandomNumberGenerator.GetHexString(32, lowercase: true), RefreshTokenSigner.FirstGeneration);

    /// <summary>Never an admin's, which nothing else would bind to the setting it was got by.</summary>
    private bool MayBeUnsigned(string userId) => options.Value.AcceptUnsignedRefreshTokens && !admins.Holds(userId);

    private NewSession NewSession(RefreshToken token, string username, Guid? credential) => new(
        token.SessionId, username, token.Hash, options.Value.RefreshTokenLifetime, options.Value.RefreshTokenIdleTimeout, credential, token.Generation);

    private TokenPairAnswer Pair(RefreshToken token) => new(
        accessTokens.Issue(token.UserId, token.SessionId, admins.Holds(token.UserId)),
        (int)accessTokens.Lifetime.TotalSeconds,
        token.Reveal());

    private ISessionsGrain Sessions(string userId) => cluster.GrainOf<ISessionsGrain>(userId);
}
