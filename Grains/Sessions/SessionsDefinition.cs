using OrleansState.Users;

namespace OrleansState.Grains.Sessions;

/// <summary>When sessions go. A guest without any leaves nothing behind; of everybody else the name is kept.</summary>
internal static class SessionsDefinition
{
    public static void Define(StateDefinition<SessionsState> sessions) => sessions
        .Deadline(new Deadline<SessionsState>(SessionRules.FirstExpiry, SessionRules.Expire) { Grain = TimeSpan.FromMinutes(1) })
        .Forget(static (state, userId) => state.Sessions.IsEmpty && (state.Username.Length == 0 || Guests.IsGuest(userId)));
}
