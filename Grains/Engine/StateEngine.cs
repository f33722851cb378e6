using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Serialization;
using OrleansState.Grains.Engine.Idempotency;

namespace OrleansState.Grains.Engine;

/// <summary>Opens the durable states of a silo's activations and knows which are open.</summary>
internal sealed class StateEngine(
    IStateStore store, EngineMetrics metrics, TimeProvider clock, IOptions<IdempotencyOptions> idempotency, IServiceProvider services)
{
    private readonly Lock _gate = new();
    private readonly HashSet<IRevalidated> _open = [];

    public IStateStore Store => store;

    public EngineMetrics Metrics => metrics;

    public TimeProvider Clock => clock;

    public IdempotencyOptions Idempotency => idempotency.Value;

    /// <param name="kind">The kind of state, e.g. <c>cart</c>: the first part of its key in the store, never renamed.</param>
    /// <param name="key">The grain's key.</param>
    /// <param name="initial">The state of a grain that has no record.</param>
    /// <param name="heals">Whether a store that lost its last writes is given this state back; see <see cref="DurableState{TState}"/>.</param>
    public DurableState<TState> Open<TState>(string kind, string key, TState initial, bool heals = true)
        where TState : class
    {
        var serializer = new StateSerializer<TState>(services.GetRequiredService<Serializer<StoredState<TState>>>());
        var state = new DurableState<TState>(this, serializer, kind, key, initial, heals);
        lock (_gate)
            _open.Add(state);
        return state;
    }

    public void Close(IRevalidated state)
    {
        lock (_gate)
            _open.Remove(state);
    }

    /// <summary>The states open at this moment.</summary>
    public ImmutableArray<IRevalidated> OpenStates()
    {
        lock (_gate)
            return [.. _open];
    }
}
