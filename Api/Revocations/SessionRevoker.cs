using System.Collections.Immutable;
using OrleansState.Api.Sessions;
using OrleansState.Erasure;
using OrleansState.Sessions;
using OrleansState.Users;

namespace OrleansState.Api.Revocations;

/// <summary>
/// Revokes a user's sessions. This process refuses their access tokens before it answers, the others once the cluster has told them.
/// With the session of a guest the guest ends, since nobody can log in as one again: what is held of a guest is erased along with it.
/// </summary>
internal sealed class SessionRevoker(IClusterClient cluster, KnownRevocations known)
{
    /// <summary>Revokes the session that the caller's token is of.</summary>
    public async Task RevokeAsync(CallerSession caller)
    {
        if (Guests.IsGuest(caller.UserId))
        {
            await EraseAsync(caller.UserId);
            return;
        }

        await cluster.GetGrain<ISessionsGrain>(caller.UserId).RevokeAsync(caller.SessionId);
        known.Add(caller.UserId, caller.SessionId);
    }

    /// <summary>An id that is no open session's is not remembered: thousands of them would push the others out.</summary>
    public async Task RevokeAsync(string userId, string sessionId)
    {
        var sessions = cluster.GetGrain<ISessionsGrain>(userId);
        var open = await sessions.ListAsync();
        var isOpen = open.Any(s => s.SessionId == sessionId);
        if (isOpen && Guests.IsGuest(userId))
        {
            await EraseAsync(userId);
            return;
        }

        await sessions.RevokeAsync(sessionId);
        if (isOpen)
            known.Add(userId, sessionId);
    }

    public async Task RevokeAllAsync(string userId)
    {
        if (Guests.IsGuest(userId))
        {
            await EraseAsync(userId);
            return;
        }

        var sessions = cluster.GetGrain<ISessionsGrain>(userId);
        var open = await sessions.ListAsync();
        await sessions.RevokeAllAsync(exceptSessionId: null);
        foreach (var session in open)
            known.Add(userId, session.SessionId);
    }

    /// <summary>Knows of those that a change of the password has revoked: of the ones open before it, the ones that are no more.</summary>
    public async Task AfterPasswordChangeAsync(string userId, ImmutableArray<SessionInfo> before)
    {
        var open = await cluster.GetGrain<ISessionsGrain>(userId).ListAsync();
        foreach (var session in before.Where(s => !open.Any(o => o.SessionId == s.SessionId)))
            known.Add(userId, session.SessionId);
    }

    private async Task EraseAsync(string guest)
    {
        await cluster.GetGrain<IErasureGrain>(guest).EraseAsync(username: null);
        known.AddAll(guest);
    }
}
