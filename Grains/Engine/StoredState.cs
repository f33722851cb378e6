using System.Collections.Immutable;
using OrleansState.Grains.Engine.Idempotency;

namespace OrleansState.Grains.Engine;

/// <summary>All that lies in one record, and so in one write: the state, and the keys that took effect on it.</summary>
[GenerateSerializer, Immutable, Alias("orleansstate.stored-state`1")]
internal sealed record StoredState<TState>
{
    [Id(0)]
    public required TState State { get; init; }

    [Id(1)]
    public ImmutableArray<RememberedKey> Keys { get; init; } = [];
}
