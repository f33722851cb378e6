using Orleans.Concurrency;
using OrleansState.Guides.Tests.PersistentStates.After;

namespace OrleansState.Guides.Tests.PersistentStates.TakingOver;

/// <summary>The interface of the guide under a name of its own, since its grain lives in the same silo as the other here.</summary>
public interface IMovingPointsGrain : IPointsGrain;

[GrainType("guide-points-moving")]
#region grain
[Reentrant]
public sealed class PointsGrain(
    [DurableState("points", User = UserRelation.KeyIsUserId)] IDurableState<PointsState> state,
    [PersistentState("points", "redis")] IPersistentState<Before.PointsState> old) : Grain, IMovingPointsGrain
{
    public Task<Reply<long>> EarnAsync(long points, CommandContext? context) =>
        state.CommitAsync(current => PointsRules.Earn(TakeOver(current), points), context);

    public Task<Reply<long>> SpendAsync(long points, CommandContext? context) =>
        state.CommitAsync(current => PointsRules.Spend(TakeOver(current), points), context);

    private PointsState TakeOver(PointsState current) =>
        current.HasOld ? current : current with { Balance = current.Balance + old.State.Balance, HasOld = true };
}
#endregion
