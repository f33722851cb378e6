namespace OrleansState.Guides.Tests.PersistentStates.Before;

public interface IPointsGrain : IGrainWithStringKey
{
    Task<long> EarnAsync(long points);

    Task<long> SpendAsync(long points);
}

#region state
[GenerateSerializer]
public sealed class PointsState
{
    [Id(0)] public long Balance { get; set; }
}
#endregion

[GrainType("guide-points-before")]
#region grain
public sealed class PointsGrain([PersistentState("points", "redis")] IPersistentState<PointsState> state) : Grain, IPointsGrain
{
    public async Task<long> EarnAsync(long points)
    {
        state.State.Balance += points;
        await state.WriteStateAsync();
        return state.State.Balance;
    }

    public async Task<long> SpendAsync(long points)
    {
        if (points > state.State.Balance)
            throw new InvalidOperationException($"The balance is {state.State.Balance}.");
        state.State.Balance -= points;
        await state.WriteStateAsync();
        return state.State.Balance;
    }
}
#endregion
