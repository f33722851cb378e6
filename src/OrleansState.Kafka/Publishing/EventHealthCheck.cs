using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OrleansState.Kafka.Publishing;

/// <summary>Whether Kafka takes what states tell. While it does not, states are served all the same, so that it is never worse than degraded.</summary>
internal sealed class EventHealthCheck(PublishingProgress progress) : IHealthCheck
{
    /// <summary>A broker that is restarted or elects another leader is away for less.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        progress.InVain is var time && time > Patience ? HealthCheckResult.Degraded($"Kafka has taken no event for {time.TotalSeconds:0} s; they wait in their records.") : HealthCheckResult.Healthy());
}
