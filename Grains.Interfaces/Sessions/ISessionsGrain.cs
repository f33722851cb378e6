using OrleansState.Replies;

namespace OrleansState.Sessions;

/// <summary>
/// The open sessions of one user; the grain key is the user id. A session is a login and the refresh tokens that follow
/// from it, one valid at a time. It lasts until it is closed, its lifetime or idle timeout is over, a used token comes
/// again, or <see cref="SessionLimits.Sessions"/> younger ones have pushed it out. Calls throw
/// <see cref="StoreUnavailableException"/> while the store is away.
/// </summary>
[Alias("orleansstate.ISessionsGrain")]
public interface ISessionsGrain : IGrainWithStringKey
{
    /// <summary>Opens a session.</summary>
    [Alias("Open")]
    Task OpenAsync(NewSession session);

    /// <summary>Trades a session's refresh token for the next one. Of two calls with one token at most one is <see cref="RefreshOutcome.Rotated"/>.</summary>
    [Alias("Refresh")]
    Task<RefreshOutcome> RefreshAsync(string sessionId, TokenHash presented, TokenHash successor);

    /// <summary>Ends a session; one that is not open is no fault.</summary>
    [Alias("Close")]
    Task CloseAsync(string sessionId);

    /// <summary>The username of an open session's owner, or null where that session is not open.</summary>
    [Alias("GetUsername")]
    Task<string?> GetUsernameAsync(string sessionId);
}
