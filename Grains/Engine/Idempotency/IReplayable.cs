namespace OrleansState.Grains.Engine.Idempotency;

/// <summary>A state that keeps some of its past, because answers given on it can only be rebuilt from there.</summary>
internal interface IReplayable<TState>
{
    /// <summary>Receipts with a lower number can no longer be recalled; their keys are forgotten.</summary>
    long OldestRecallable { get; }

    /// <summary>Drops the past that no receipt from this number on needs; null: no receipt is left.</summary>
    TState ForgetBefore(long? number);
}
