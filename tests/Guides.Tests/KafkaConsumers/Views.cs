using Orleans.Concurrency;

namespace OrleansState.Guides.Tests.KafkaConsumers;

#region grain
public interface IViewsGrain : IGrainWithStringKey
{
    Task<LogReceipt> CountAsync(LogBatch<View> views);

    Task<long> GetAsync();
}

[GenerateSerializer, Immutable, Alias("views")]
public sealed record ViewsState
{
    [Id(0)] public long Count { get; init; }
}

[Reentrant]
public sealed class ViewsGrain([DurableState("views", User = UserRelation.None, FromLog = true)] IDurableState<ViewsState> state) : Grain, IViewsGrain
{
    public Task<LogReceipt> CountAsync(LogBatch<View> views) => state.ApplyAsync(views, Count);

    public async Task<long> GetAsync() => (await state.ReadAsync()).State.Count;

    private static Decision<ViewsState, long> Count(ViewsState views, View view) =>
        Decision.Accept(views with { Count = views.Count + 1 }, views.Count + 1);
}
#endregion
