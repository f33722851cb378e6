namespace OrleansState.Grains.Engine.Idempotency;

/// <summary>A state that keeps some of its past, because answers given on it can only be rebuilt from there.</summary>
internal interface IReplayable<TState>
{
    /// <summary>Receipts with a lower number can no longer be recalled here; their keys have to leave the record before.</summary>
    long OldestRecallable { get; }

    /// <summary>
    /// The state as it was at a receipt's number, as far as the answer needs it and without its past: the recall rule gives
    /// the same answer on it. The number does not lie before <see cref="OldestRecallable"/>.
    /// </summary>
    TState At(long number);

    /// <summary>Drops the past that no receipt from this number on needs; null: no receipt is left.</summary>
    TState ForgetBefore(long? number);
}
