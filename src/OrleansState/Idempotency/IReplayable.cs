namespace OrleansState;

/// <summary>A state that keeps some of its past, because answers given on it can only be rebuilt from there.</summary>
/// <typeparam name="TState">The state itself.</typeparam>
public interface IReplayable<TState>
{
    /// <summary>Receipts with a lower number can no longer be recalled here; their keys have to leave the record before.</summary>
    long OldestRecallable { get; }

    /// <summary>
    /// The state as it was at a receipt's number, as far as the answer needs it and without its past: the recall rule gives
    /// the same answer on it. The number does not lie before <see cref="OldestRecallable"/>.
    /// </summary>
    /// <param name="number">A receipt's number.</param>
    TState At(long number);

    /// <summary>Drops the past that no receipt from this number on needs; null: no receipt is left.</summary>
    /// <param name="number">The lowest number that is still needed.</param>
    TState ForgetBefore(long? number);
}
