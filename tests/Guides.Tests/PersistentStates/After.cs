using Orleans.Concurrency;

namespace OrleansState.Guides.Tests.PersistentStates.After;

#region interface
public interface IPointsGrain : IGrainWithStringKey
{
    Task<Reply<long>> EarnAsync(long points, CommandContext? context = null);

    Task<Reply<long>> SpendAsync(long points, CommandContext? context = null);
}
#endregion

#region state
[GenerateSerializer, Immutable, Alias("points")]
public sealed record PointsState
{
    [Id(0)] public long Balance { get; init; }

    /// <summary>What another store had of it is part of the balance.</summary>
    [Id(1)] public bool HasOld { get; init; }
}
#endregion

#region rules
public static class PointsRules
{
    public static Decision<PointsState, long> Earn(PointsState state, long points) => points <= 0
        ? Decision.Refuse(state, "points-not-positive", $"{points} can't be earned.")
        : Leave(state, state.Balance + points);

    public static Decision<PointsState, long> Spend(PointsState state, long points) => (state.Balance - points) switch
    {
        _ when points <= 0 => Decision.Refuse(state, "points-not-positive", $"{points} can't be spent."),
        < 0 => Decision.Refuse(state, "balance-too-low", $"The balance is {state.Balance}."),
        var left => Leave(state, left),
    };

    private static Decision<PointsState, long> Leave(PointsState state, long balance) => Decision.Accept(state with { Balance = balance }, balance);
}
#endregion

[GrainType("guide-points-after")]
#region grain
[Reentrant]
public sealed class PointsGrain([DurableState("points", User = UserRelation.KeyIsUserId)] IDurableState<PointsState> state) : Grain, IPointsGrain
{
    public Task<Reply<long>> EarnAsync(long points, CommandContext? context) =>
        state.CommitAsync(current => PointsRules.Earn(current, points), context);

    public Task<Reply<long>> SpendAsync(long points, CommandContext? context) =>
        state.CommitAsync(current => PointsRules.Spend(current, points), context);
}
#endregion
