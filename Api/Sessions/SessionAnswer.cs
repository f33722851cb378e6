using OrleansState.Sessions;

namespace OrleansState.Api.Sessions;

/// <summary>One open session.</summary>
/// <param name="SessionId">Names it in <c>DELETE /me/sessions/{id}</c>.</param>
/// <param name="OpenedAt">When the login was.</param>
/// <param name="LastUsedAt">When it was last refreshed, or the login.</param>
/// <param name="ExpiresAt">When it ends unless it is refreshed before.</param>
/// <param name="Current">Whether it is the one that this call's token belongs to.</param>
internal sealed record SessionAnswer(string SessionId, DateTimeOffset OpenedAt, DateTimeOffset LastUsedAt, DateTimeOffset ExpiresAt, bool Current)
{
    public static SessionAnswer Of(SessionInfo session, string current)
    {
        ArgumentNullException.ThrowIfNull(session);
        return new(session.SessionId, session.OpenedAt, session.LastUsedAt, session.ExpiresAt, session.SessionId == current);
    }
}
