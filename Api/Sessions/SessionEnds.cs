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

    public async Task EndAllAsync(string userId, string? exceptSessionId)
    {
        var sessions = cluster.GetGrain<ISessionsGrain>(userId);
        var open = await sessions.ListAsync();
        await sessions.CloseAllAsync(exceptSessionId);
        foreach (var session in open.Where(s => s.SessionId != exceptSessionId))
            ended.Add(userId, session.SessionId);
    }
}
