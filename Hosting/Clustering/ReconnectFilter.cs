namespace OrleansState.Hosting.Clustering;

/// <summary>A client that starts before its silos, or before Redis, waits for them; its readiness says so meanwhile.</summary>
internal sealed class ReconnectFilter(TimeProvider clock) : IClientConnectionRetryFilter
{
    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(250), clock, cancellationToken);
        return true;
    }
}
