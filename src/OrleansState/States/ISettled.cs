namespace OrleansState;

/// <summary>A state of an activation, whatever its type, for who looks after what nobody calls.</summary>
internal interface ISettled
{
    /// <inheritdoc cref="DurableState{TState}.IsUsed"/>
    bool IsUsed { get; }

    /// <inheritdoc cref="DurableState{TState}.SettleAsync"/>
    Task<bool> SettleAsync(TimeSpan patience);
}
