namespace OrleansState.Health;

/// <summary>Answers whether a silo can be reached and whether that silo reaches the store. Any integer key will do.</summary>
[Alias("orleansstate.IStoreProbeGrain")]
public interface IStoreProbeGrain : IGrainWithIntegerKey
{
    /// <summary>Completes when the store answered; throws <see cref="StoreUnavailableException"/> when it did not.</summary>
    [Alias("Ping")]
    Task PingAsync();
}
