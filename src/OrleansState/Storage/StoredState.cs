using System.Collections.Immutable;
using OrleansState.Idempotency;

namespace OrleansState.Storage;

/// <summary>All that lies in one record, and so in one write: the state, and the newest keys that took effect on it.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues, Alias("orleansstate.stored-state`1")]
internal sealed record StoredState<TState>
{
    [Id(0)]
    public required TState State { get; init; }

    [Id(1)]
    public ImmutableArray<RememberedKey> Keys { get; init; } = [];

    /// <summary>Where older keys lie beside the record; null where none does, which costs nothing.</summary>
    [Id(2)]
    public SpilledKeys? Spilled { get; init; }
}
