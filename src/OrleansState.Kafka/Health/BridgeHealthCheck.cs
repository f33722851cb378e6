using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansState.Kafka.Access;

namespace OrleansState.Kafka.Health;

/// <summary>Whether events are counted. A bridge that can't is no reason to send a process no traffic, so that it is never worse than degraded.</summary>
internal sealed class BridgeHealthCheck(Stalls stalls, ProgressWatch watch, RecentLosses losses, AccessWatch access) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        if (access.Missing is { Count: > 0 } missing)
            return HealthCheckResult.Degraded($"Kafka denies {string.Join(", ", missing)}.");
        if (!watch.IsLooking)
            return HealthCheckResult.Degraded("Nobody has looked at the partitions' progress.");
        if (stalls.Sights.Where(s => s.IsStalled).Select(s => $"{s.Partition.Partition.Value} of {s.Partition.Topic}").ToList() is { Count: > 0 } still)
            return HealthCheckResult.Degraded($"Partitions {string.Join(", ", still)} stand still.");
        return losses.Any ? HealthCheckResult.Degraded("The log had deleted events before they were counted.") : HealthCheckResult.Healthy();
    }
}
