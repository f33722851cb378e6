namespace OrleansState.Grains.Erasure;

/// <summary>Which erasures are under way.</summary>
internal static class UnfinishedErasuresRules
{
    public static Decision<UnfinishedErasuresState, bool> Begin(UnfinishedErasuresState state, UnfinishedErasure erasure) =>
        Accept(state.Find(erasure.UserId) is null ? state with { Erasures = state.Erasures.Add(erasure) } : state);

    public static Decision<UnfinishedErasuresState, bool> End(UnfinishedErasuresState state, string userId) =>
        Accept(state.Find(userId) is { } erasure ? state with { Erasures = state.Erasures.Remove(erasure), Ended = state.Ended + 1 } : state);

    /// <summary>Counted and not listed: who they were is asked of the tombstones.</summary>
    public static Decision<UnfinishedErasuresState, bool> LettersErased(UnfinishedErasuresState state, long due) =>
        Accept(due > state.LettersErased && due <= state.Ended ? state with { LettersErased = due } : state);

    public static Decision<UnfinishedErasuresState, bool> LettersLeft(UnfinishedErasuresState state) => Accept(state with { Ended = state.Ended + 1 });

    private static Decision<UnfinishedErasuresState, bool> Accept(UnfinishedErasuresState state) =>
        Decision.Accept(state, true);
}
