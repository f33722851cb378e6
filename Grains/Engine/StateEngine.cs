using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Serialization;
using OrleansState.Grains.Engine.Idempotency;

namespace OrleansState.Grains.Engine;

/// <summary>Opens the durable states of a silo's activations and knows which are open.</summary>
internal sealed class StateEngine(
    IStateStore store, EngineMetrics metrics, TimeProvider clock, IOptions<IdempotencyOptions> idempotency, IServiceProvider services)
{
    private readonly ConcurrentDictionary<string, IRevalidated> _open = new();

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
        _open[state.RecordKey] = state;
        return state;
    }

    /// <summary>Forgets a state, unless a newer activation has opened the same one.</summary>
    public void Close(IRevalidated state) => _open.TryRemove(KeyValuePair.Create(state.RecordKey, state));

    /// <summary>The state of an activation on this silo, or null where it is not active here.</summary>
    public DurableState<TState>? FindOpen<TState>(string kind, string key)
        where TState : class => _open.GetValueOrDefault($"{kind}/{key}") as DurableState<TState>;

    /// <summary>The states open at this moment.</summary>
    public ICollection<IRevalidated> OpenStates() => _open.Values;
}
