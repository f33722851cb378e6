namespace OrleansState;

/// <summary>What every grain with durable states answers besides its own calls.</summary>
[Alias("orleansstate.durable-state")]
internal interface IDurableStateExtension : IGrainExtension
{
    /// <summary>Does what is due of the grain's states. An activation that was opened for this ends with it.</summary>
    /// <param name="patience">How long events are waited for.</param>
    /// <exception cref="StoreUnavailableException">The store did not answer.</exception>
    /// <returns>Whether all of their events are published.</returns>
    [Alias("Settle")]
    Task<bool> SettleAsync(TimeSpan patience);
}
