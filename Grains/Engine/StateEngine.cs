using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
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

    /// <summary>Opens the state of an activation, once nobody else on this silo uses it.</summary>
    /// <param name="kind">The kind of state, e.g. <c>cart</c>: the first part of its key in the store, never renamed.</param>
    /// <param name="key">The grain's key.</param>
    /// <param name="initial">The state of a grain that has no record.</param>
    /// <param name="heals">Whether a store that lost its last writes is given this state back; see <see cref="DurableState{TState}"/>.</param>
    /// <param name="fromLog">Whether it contains records of a log; see there.</param>
    public async Task<DurableState<TState>> OpenAsync<TState>(string kind, string key, TState initial, bool heals = true, bool fromLog = false)
        where TState : class
    {
        var state = Create(kind, key, initial, heals, fromLog);
        while (!TryOpen(state, out var visit))
            await visit.Ended;
        return state;
    }

    /// <summary>
    /// Uses a state for a moment without activating its grain; null where it is in use on this silo. Only for whom nobody
    /// on another silo may have in memory: an activation there would go on answering what it has read before.
    /// </summary>
    /// <param name="kind">The kind of state.</param>
    /// <param name="key">The grain's key.</param>
    /// <param name="initial">The state where there is no record.</param>
    /// <param name="presumeNew">Whether there is likely no record: see <see cref="DurableState{TState}.PresumeNew"/>.</param>
    public Visit<TState>? TryVisit<TState>(string kind, string key, TState initial, bool presumeNew = false)
        where TState : class
    {
        var visit = new Visit<TState>(this, Create(kind, key, initial, heals: false, fromLog: false));
        if (!_open.TryAdd(visit.RecordKey, visit))
            return null;
        if (presumeNew)
            visit.State.PresumeNew();
        return visit;
    }

    /// <summary>Forgets a state, unless a newer activation has opened the same one.</summary>
    public void Close(IRevalidated state) => _open.TryRemove(KeyValuePair.Create(state.RecordKey, state));

    /// <summary>The state of an activation on this silo, or null where it is not active here.</summary>
    public DurableState<TState>? FindOpen<TState>(string kind, string key)
        where TState : class => _open.GetValueOrDefault($"{kind}/{key}") as DurableState<TState>;

    /// <summary>The keys beside a record, for a state that has some.</summary>
    public KeysBeside<TState> KeysBeside<TState>(string recordKey)
        where TState : class => new(this, services.GetRequiredService<Serializer<SpilledKey<TState>>>(), recordKey);

    /// <summary>The states open at this moment.</summary>
    public ICollection<IRevalidated> OpenStates() => _open.Values;

    private DurableState<TState> Create<TState>(string kind, string key, TState initial, bool heals, bool fromLog)
        where TState : class
    {
        var serializer = new StateSerializer<TState>(services.GetRequiredService<Serializer<StoredState<TState>>>());
        return new DurableState<TState>(this, serializer, kind, key, initial, heals, fromLog);
    }

    /// <summary>Takes the place of an earlier activation that has not been closed, but not that of a visit.</summary>
    private bool TryOpen<TState>(DurableState<TState> state, [NotNullWhen(false)] out Visit<TState>? visit)
        where TState : class
    {
        visit = null;
        while (!_open.TryAdd(state.RecordKey, state))
        {
            if (!_open.TryGetValue(state.RecordKey, out var earlier))
                continue;
            visit = earlier as Visit<TState>;
            if (visit is not null)
                return false;
            if (_open.TryUpdate(state.RecordKey, state, earlier))
                break;
        }

        return true;
    }
}
