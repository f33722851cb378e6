using System.Collections.Immutable;
using OrleansState.Api.Tokens;
using OrleansState.Sessions;

namespace OrleansState.Api.Sessions;

/// <summary>Ends a user's sessions. This process refuses their access tokens before it answers, the others once the cluster has told them.</summary>
internal sealed class SessionEnds(IClusterClient cluster, EndedSessions ended)
{
    /// <summary>Ends the session that the caller's token is of.</summary>
    public async Task EndAsync(CallerSession caller)
    {
        await cluster.GetGrain<ISessionsGrain>(caller.UserId).CloseAsync(caller.SessionId);
        ended.Add(caller.UserId, caller.SessionId);
    }

    /// <summary>An id that is no open session's is not remembered: thousands of them would push the others out.</summary>
    public async Task EndAsync(string userId, string sessionId)
    {
        var sessions = cluster.GetGrain<ISessionsGrain>(userId);
        var open = await sessions.ListAsync();
        await sessions.CloseAsync(sessionId);
        if (open.Any(s => s.SessionId == sessionId))
            ended.Add(userId, sessionId);
    }

    public async Task EndAllAsync(string userId)
    {
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
}
