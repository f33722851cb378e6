using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace OrleansState.Grains.Engine;

/// <summary>Opens the durable state of a grain. One a silo.</summary>
internal sealed class StateEngine(IStateStore store, EngineMetrics metrics, IServiceProvider services)
{
    /// <param name="kind">The kind of state, e.g. <c>cart</c>: the first part of its key in the store, never renamed.</param>
    /// <param name="key">The grain's key.</param>
    /// <param name="initial">The state of a grain that has no record.</param>
    public DurableState<TState> Open<TState>(string kind, string key, TState initial)
        where TState : class
    {
        var serializer = new StateSerializer<TState>(services.GetRequiredService<Serializer<TState>>());
        return new DurableState<TState>(store, serializer, metrics, kind, key, initial);
    }
}
