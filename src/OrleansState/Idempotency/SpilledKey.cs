namespace OrleansState.Idempotency;

/// <summary>A key that made room in its record for newer ones, with all that its answer is rebuilt from. It lies beside the record.</summary>
/// <param name="Key">The key as the record had it.</param>
/// <param name="State">
/// The state of that time, as far as the answer needs it; null where the answer is rebuilt from the receipt and any later state.
/// </param>
[GenerateSerializer, Immutable, Alias("orleansstate.spilled-key`1")]
internal sealed record SpilledKey<TState>(
    [property: Id(0)] RememberedKey Key,
    [property: Id(1)] TState? State)
    where TState : class;
