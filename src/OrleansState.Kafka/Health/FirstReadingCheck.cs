using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OrleansState.Kafka.Health;

/// <summary>A process is not ready before its bridge first reads. Behind that it is <see cref="BridgeHealthCheck"/> that judges.</summary>
internal sealed class FirstReadingCheck(FirstReading reading) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        reading.Began.IsCompleted ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The bridge has not got its partitions yet."));
}
