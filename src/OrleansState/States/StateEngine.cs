using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Serialization;
using OrleansState.Idempotency;
using OrleansState.Live;
using OrleansState.Storage;

namespace OrleansState;

/// <summary>
/// The states that are open on this silo. Grains have theirs injected (<see cref="DurableStateAttribute"/>); this is for whoever
/// hands work to states without a call of their grain, and for who looks after the store.
/// </summary>
public sealed class StateEngine
{
    private readonly ConcurrentDictionary<string, IRevalidated> _open = new();
    private readonly IOptions<IdempotencyOptions> _idempotency;
    private readonly IServiceProvider _services;

    /// <summary>A lease costs little enough that what its kind needs is made once: the kinds, of which there are few.</summary>
    private readonly ConcurrentDictionary<string, object> _leased = new(StringComparer.Ordinal);

    internal StateEngine(IStateStore store, EngineMetrics metrics, TimeProvider clock, IOptions<IdempotencyOptions> idempotency, IServiceProvider services)
    {
        (Store, Metrics, Clock, _idempotency, _services, Serializer, Publisher, Logger) = (
            store, metrics, clock, idempotency, services, services.GetRequiredService<Serializer>(), services.GetService<IEventPublisher>(),
            services.GetService<ILoggerFactory>()?.CreateLogger<StateEngine>() ?? NullLogger<StateEngine>.Instance);
        DropsEvents = Publisher is null && services.GetService<TellNobody>() is not null;
        Unsent = new UnsentEvents(clock);
        if (Publisher is not null)
            metrics.Show(Unsent);
    }

    internal IStateStore Store { get; }

    internal Serializer Serializer { get; }

    /// <summary>Null where this silo publishes no events.</summary>
    internal IEventPublisher? Publisher { get; }

    /// <summary>Whether what decisions tell is dropped, because nobody is to hear of it.</summary>
    internal bool DropsEvents { get; }

    /// <summary>What waits to be published on this silo.</summary>
    internal UnsentEvents Unsent { get; }

    internal ILogger Logger { get; }

    internal EngineMetrics Metrics { get; }

    internal TimeProvider Clock { get; }

    internal IdempotencyOptions Idempotency => _idempotency.Value;

    /// <summary>
    /// Uses a state for a moment without activating its grain; null where it is in use on this silo. Only for a grain that
    /// nobody on another silo may have in memory: an activation there would go on answering what it has read before.
    /// </summary>
    /// <param name="kind">The kind of state.</param>
    /// <param name="key">The grain's key.</param>
    /// <param name="presumeNew">
    /// Whether there is likely no record: then the read is spared, and the write finds out. Wrong, it costs a second write.
    /// </param>
    public StateLease<TState>? TryLease<TState>(string kind, string key, bool presumeNew = false)
        where TState : class, new() => TryLease(kind, key, Initial<TState>.State, presumeNew);

    /// <summary>The state of an activation on this silo, or null where it is not active here.</summary>
    /// <param name="kind">The kind of state.</param>
    /// <param name="key">The grain's key.</param>
    public IActiveState<TState>? FindActive<TState>(string kind, string key)
        where TState : class => FindOpen<TState>(kind, key);

    /// <summary>
    /// Marks a user as erased, for a time. No record is begun for them from then on, whatever an activation had read before:
    /// reads and commands end with <see cref="UserErasedException"/>. Their records are erased by their grains.
    /// </summary>
    /// <param name="userId">The user: the key of the grains whose records are meant, of whatever kind.</param>
    /// <param name="lifetime">For how long; longer than whatever may still bring news of them.</param>
    /// <exception cref="StoreUnavailableException">No answer; the mark may be there all the same.</exception>
    public Task PlaceTombstoneAsync(string userId, TimeSpan lifetime) => Store.PlaceTombstoneAsync(userId, lifetime);

    /// <summary>Which of these users are marked as erased, in their order.</summary>
    /// <param name="userIds">The users.</param>
    /// <exception cref="StoreUnavailableException">No answer within the store's timeout.</exception>
    public Task<bool[]> FindTombstonesAsync(IReadOnlyCollection<string> userIds) => Store.FindTombstonesAsync(userIds);

    /// <summary>Asks the store for a sign of life.</summary>
    /// <exception cref="StoreUnavailableException">No answer within the store's timeout.</exception>
    public Task PingAsync() => Store.PingAsync();

    internal StateLease<TState>? TryLease<TState>(string kind, string key, TState initial, bool presumeNew = false)
        where TState : class
    {
        var leased = (StateKind<TState>)_leased.GetOrAdd(kind, static (name, at) => at.Engine.KindOf(name, at.Initial, restoresLostWrites: false, fromLog: false), (Engine: this, Initial: initial));
        var lease = new StateLease<TState>(this, new DurableState<TState>(leased, key) { IsLeased = true });
        if (!_open.TryAdd(lease.RecordKey, lease))
            return null;
        if (presumeNew)
            lease.Durable.PresumeNew();
        return lease;
    }

    /// <summary>Opens the state of an activation, once nobody else on this silo uses it.</summary>
    internal async Task<DurableState<TState>> OpenAsync<TState>(string kind, string key, TState initial, bool restoresLostWrites = true, bool fromLog = false)
        where TState : class
    {
        var state = new DurableState<TState>(KindOf(kind, initial, restoresLostWrites, fromLog), key);
        await OpenAsync(state);
        return state;
    }

    /// <summary>Returns when nobody else on this silo uses the state.</summary>
    internal async Task OpenAsync<TState>(DurableState<TState> state)
        where TState : class
    {
        while (!TryOpen(state, out var lease))
            await lease.Ended;
    }

    internal StateKind<TState> KindOf<TState>(string kind, TState initial, bool restoresLostWrites, bool fromLog)
        where TState : class => new(
            this, new StateSerializer<TState>(_services.GetRequiredService<Serializer<StoredState<TState>>>()), kind, initial, restoresLostWrites, fromLog,
            StateConfiguration<TState>.DefinitionOf(_services, _services.GetServices<StateConfiguration<TState>>()));

    /// <summary>Forgets a state, unless a newer activation has opened the same one.</summary>
    internal void Close(IRevalidated state) => _open.TryRemove(KeyValuePair.Create(state.RecordKey, state));

    internal DurableState<TState>? FindOpen<TState>(string kind, string key)
        where TState : class => _open.GetValueOrDefault($"{kind}/{key}") as DurableState<TState>;

    /// <summary>The state of an activation on this silo whose type is not known.</summary>
    internal IWatchedState? FindWatched(string kind, string key) => _open.GetValueOrDefault($"{kind}/{key}") as IWatchedState;

    /// <summary>The keys beside a record, for a state that has some.</summary>
    internal KeysBeside<TState> KeysBeside<TState>(string recordKey)
        where TState : class => new(this, _services.GetRequiredService<Serializer<SpilledKey<TState>>>(), recordKey);

    /// <summary>The states open at this moment.</summary>
    internal ICollection<IRevalidated> OpenStates() => _open.Values;

    /// <summary>Takes the place of an earlier activation that has not been closed, but not that of a lease.</summary>
    private bool TryOpen<TState>(DurableState<TState> state, [NotNullWhen(false)] out StateLease<TState>? lease)
        where TState : class
    {
        lease = null;
        while (!_open.TryAdd(state.RecordKey, state))
        {
            if (!_open.TryGetValue(state.RecordKey, out var earlier))
                continue;
            lease = earlier as StateLease<TState>;
            if (lease is not null)
                return false;
            if (_open.TryUpdate(state.RecordKey, state, earlier))
                break;
        }

        return true;
    }
}
