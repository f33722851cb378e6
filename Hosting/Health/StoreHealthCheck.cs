using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansState.Health;

namespace OrleansState.Hosting.Health;

/// <summary>Asks a silo to ask the store: ready is who can read and write state, not who merely runs.</summary>
public sealed class StoreHealthCheck(IClusterClient cluster) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await cluster.GetGrain<IStoreProbeGrain>(0).PingAsync().WaitAsync(TimeSpan.FromSeconds(3), cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception fault) when (fault is StoreUnavailableException or TimeoutException or OrleansException or InvalidOperationException)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, fault.Message, fault);
        }
    }
}
