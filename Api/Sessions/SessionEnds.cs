using System.Collections.Immutable;
using OrleansState.Api.Tokens;
using OrleansState.Erasure;
using OrleansState.Sessions;
using OrleansState.Users;

namespace OrleansState.Api.Sessions;

/// <summary>
/// Ends a user's sessions. This process refuses their access tokens before it answers, the others once the cluster has told them.
/// With its session a guest ends, since nobody can log in as one again: what is held of a guest is erased along with it.
/// </summary>
internal sealed class SessionEnds(IClusterClient cluster, EndedSessions ended)
{
    /// <summary>Ends the session that the caller's token is of.</summary>
    public async Task EndAsync(CallerSession caller)
    {
        if (Guests.IsGuest(caller.UserId))
        {
            await EraseAsync(caller.UserId);
            return;
        }

        await cluster.GetGrain<ISessionsGrain>(caller.UserId).CloseAsync(caller.SessionId);
        ended.Add(caller.UserId, caller.SessionId);
    }

    /// <summary>An id that is no open session's is not remembered: thousands of them would push the others out.</summary>
    public async Task EndAsync(string userId, string sessionId)
    {
        var sessions = cluster.GetGrain<ISessionsGrain>(userId);
        var open = await sessions.ListAsync();
        var isOpen = open.Any(s => s.SessionId == sessionId);
        if (isOpen && Guests.IsGuest(userId))
        {
            await EraseAsync(userId);
            return;
        }

        await sessions.CloseAsync(sessionId);
        if (isOpen)
            ended.Add(userId, sessionId);
    }

    public async Task EndAllAsync(string userId)
    {
        if (Guests.IsGuest(userId))
        {
            await EraseAsync(userId);
            return;
        }

        var sessions = cluster.GetGrain<ISessionsGrain>(userId);
        var open = await sessions.ListAsync();
        await sessions.CloseAllAsync(exceptSessionId: null);
        foreach (var session in open)
            ended.Add(userId, session.SessionId);
    }

    /// <summary>Those that a change of the password has ended: of the ones open before it, the ones that are no more.</summary>
    public async Task EndOutdatedAsync(string userId, ImmutableArray<SessionInfo> before)
    {
        var open = await cluster.GetGrain<ISessionsGrain>(userId).ListAsync();
        foreach (var session in before.Where(s => !open.Any(o => o.SessionId == s.SessionId)))
            ended.Add(userId, session.SessionId);
    }

    private async Task EraseAsync(string guest)
    {
        await cluster.GetGrain<IErasureGrain>(guest).EraseAsync(username: null);
        ended.AddAll(guest);
    }
}
