using System.Collections.Immutable;
using OrleansState.Revocations;

namespace OrleansState.Sessions;

/// <summary>
/// The open sessions of one user; the grain key is the user id. A session is a login and the refresh tokens that follow
/// from it, one valid at a time. It lasts until its lifetime or idle timeout is over, or it is revoked: by a call, by a used token that
/// comes again, however long ago it was used, or by <see cref="SessionLimits.Sessions"/> younger ones that push it out. Once that is
/// durable <see cref="IRevocationsGrain"/> is told of it. One that was opened by an account's password is good as long as the
/// account has that password, unless it was the one to change it: the account is asked, so that nothing has to be written
/// here for it to end. Calls throw <see cref="StoreUnavailableException"/> while the store is away.
/// </summary>
[Alias("orleansstate.ISessionsGrain")]
public interface ISessionsGrain : IGrainWithStringKey
{
    /// <summary>Opens a session, whatever has become of the account meanwhile.</summary>
    [Alias("Open")]
    Task OpenAsync(NewSession session);

    /// <summary>Opens a session by the password that <see cref="NewSession.Credential"/> names.</summary>
    /// <returns>False: the account has another password by now, or is gone. The session is not open.</returns>
    [Alias("TryOpen")]
    Task<bool> TryOpenAsync(NewSession session);

    /// <summary>Trades a session's refresh token for the next one. Of two calls with one token at most one is <see cref="RefreshOutcome.Rotated"/>.</summary>
    [Alias("Rotate")]
    Task<RefreshOutcome> RefreshAsync(string sessionId, Rotation rotation);

    /// <summary>Revokes a session; one that is not open is no fault.</summary>
    [Alias("Close")]
    Task RevokeAsync(string sessionId);

    /// <summary>Revokes all sessions, but one where <paramref name="exceptSessionId"/> names it.</summary>
    [Alias("CloseAll")]
    Task RevokeAllAsync(string? exceptSessionId);

    /// <summary>
    /// Revokes all sessions and tells nobody, so that their access tokens are good until they expire: for who gets a better
    /// answer by them than that of a stranger.
    /// </summary>
    [Alias("Retire")]
    Task RetireAsync();

    /// <summary>The open sessions, the one unused longest first.</summary>
    [Alias("List")]
    Task<ImmutableArray<SessionInfo>> ListAsync();

    /// <summary>The username of an open session's owner, or null where that session is not open.</summary>
    [Alias("GetUsername")]
    Task<string?> GetUsernameAsync(string sessionId);

    /// <summary>Notes whose user id this is, before there is a session. Changes nothing where that is known.</summary>
    [Alias("Introduce")]
    Task IntroduceAsync(string username);

    /// <summary>The username of whoever has this user id, with or without an open session; null where nobody is known to have it.</summary>
    [Alias("FindUser")]
    Task<string?> FindUserAsync();

    /// <summary>Erases the record. What was asked before and is asked after does not bring it back; see <c>IErasureGrain</c>.</summary>
    [Alias("Erase")]
    Task EraseAsync();
}
