namespace OrleansState.Grains.Erasure;

/// <summary>Which erasures are under way.</summary>
internal static class UnfinishedErasuresRules
{
    public static Decision<UnfinishedErasuresState, bool> Begin(UnfinishedErasuresState state, UnfinishedErasure erasure) =>
        Accept(state.Find(erasure.UserId) is null ? state with { Erasures = state.Erasures.Add(erasure) } : state);

    public static Decision<UnfinishedErasuresState, bool> End(UnfinishedErasuresState state, string userId) =>
        Accept(state.Find(userId) is { } erasure ? state with { Erasures = state.Erasures.Remove(erasure) } : state);

    private static Decision<UnfinishedErasuresState, bool> Accept(UnfinishedErasuresState state) =>
        Decision.Accept(state, true);
}
