using OrleansState.Events;
using OrleansState.Users;

namespace OrleansState.Grains.Erasure;

/// <summary>Which erasures are under way.</summary>
internal static class UnfinishedErasuresRules
{
    public static Decision<UnfinishedErasuresState, bool> Begin(UnfinishedErasuresState state, UnfinishedErasure erasure) =>
        Accept(state.Find(erasure.UserId) is null ? state with { Erasures = state.Erasures.Add(erasure) } : state);

    /// <summary>Nothing is left of the user, and it could not be told yet: what there was to do need not be done again.</summary>
    public static Decision<UnfinishedErasuresState, bool> Erased(UnfinishedErasuresState state, string userId) =>
        Accept(state.Find(userId) is { IsErased: false } erasure
            ? state with { Erasures = state.Erasures.Replace(erasure, erasure with { IsErased = true }), Ended = state.Ended + 1 }
            : state);

    /// <summary>Crossing it off and telling it are one write, so that it is told once. The user's own records are gone, and so is their place for events.</summary>
    public static Decision<UnfinishedErasuresState, bool> End(UnfinishedErasuresState state, string userId)
    {
        if (state.Find(userId) is not { } erasure)
            return Accept(state);
        var next = state with { Erasures = state.Erasures.Remove(erasure), Ended = erasure.IsErased ? state.Ended : state.Ended + 1 };
        return Accept(next).Tell(ChangeEvents.UserErased, new UserErased(Guests.IsGuest(userId)), userId);
    }

    /// <summary>Counted and not listed: who they were is asked of the tombstones.</summary>
    public static Decision<UnfinishedErasuresState, bool> LettersErased(UnfinishedErasuresState state, long due) =>
        Accept(due > state.LettersErased && due <= state.Ended ? state with { LettersErased = due } : state);

    public static Decision<UnfinishedErasuresState, bool> LettersLeft(UnfinishedErasuresState state) => Accept(state with { Ended = state.Ended + 1 });

    private static Decision<UnfinishedErasuresState, bool> Accept(UnfinishedErasuresState state) =>
        Decision.Accept(state, true);
}
