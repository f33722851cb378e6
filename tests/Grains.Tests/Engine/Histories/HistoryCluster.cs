using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using OrleansState.Carts;
using OrleansState.Clicks;
using OrleansState.Grains.Carts;
using OrleansState.Storage;

namespace OrleansState.Grains.Tests.Engine.Histories;

/// <summary>Real grains on the real engine, over a store that fails by a seed.</summary>
internal sealed class HistoryCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;
    private readonly FaultyStore _store;
    private int _keys;

    private HistoryCluster(InProcessTestCluster cluster, FaultyStore store) => (_cluster, _store) = (cluster, store);

    public static async Task<HistoryCluster> StartAsync(PlantedBug bug = PlantedBug.None)
    {
        var store = new FaultyStore(new MemoryStore(), bug);
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddGrainsOfTheProduct();
            silo.Services.AddSingleton<IStateStore>(store);
            // So few that a history's own keys push each other out of the record.
            silo.Services.Configure<IdempotencyOptions>(o => o.MaxKeys = 1);
            silo.Services.Configure<CartOptions>(o => o.MaxLines = CartModel.MaxLines);
            if (bug is PlantedBug.NoKeyCheck or PlantedBug.MutateThenDecide)
                silo.AddIncomingGrainCallFilter(new BugInTheGrain(bug));
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new HistoryCluster(cluster, store);
    }

    /// <exception cref="NotLinearizableException">No order of the calls explains the answers.</exception>
    public Task CheckCartAsync(HistoryPlan<CartCall> plan)
    {
        var cart = _cluster.Client.GetGrain<ICartGrain>(NextKey("cart", plan));
        return CheckAsync(plan, cart, call => call.SendAsync, new CartCall(CartVerb.Get, "", 0), CartModel.Empty, CartModel.Apply);
    }

    /// <exception cref="NotLinearizableException">No order of the calls explains the answers.</exception>
    public Task CheckClicksAsync(HistoryPlan<ClickCall> plan)
    {
        var counter = _cluster.Client.GetGrain<IClickCounterGrain>(NextKey("clicks", plan));
        return CheckAsync(plan, counter, call => call.SendAsync, new ClickCall((string?)null), ClickModel.Empty, ClickModel.Apply);
    }

    /// <summary>Carries the plan out, takes the grain out of memory, reads what the store has, and looks for an order.</summary>
    private async Task CheckAsync<TGrain, TCall, TModel>(
        HistoryPlan<TCall> plan, TGrain grain, Func<TCall, Func<TGrain, CommandContext?, Task<string>>> send, TCall read,
        TModel initial, Func<TModel, TCall, (TModel Model, string Answer)> apply)
        where TGrain : IAddressable
        where TCall : notnull
    {
        var run = new HistoryRun<TCall>((call, context) => send(call)(grain, context));
        await run.CarryOutAsync(plan);
        await _cluster.DeactivateAsync(grain);
        var history = await run.ReadAtLastAsync(read);
        NotLinearizableException.ThrowUnless(Linearizability.Holds(history, initial, apply), history);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private string NextKey<TCall>(string kind, HistoryPlan<TCall> plan)
    {
        var key = $"user-{Interlocked.Increment(ref _keys)}";
        _store.Seed($"{kind}/{key}", new RecordFaults(plan.Seed, plan.FaultPercent));
        return key;
    }
}
