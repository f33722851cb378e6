using Microsoft.Extensions.Options;

namespace OrleansState.Hosting.Clustering;

/// <summary>
/// Sends again what was refused, each time after twice the wait, for as long as a caller waits for an answer anyway: a refusal
/// comes at once, so that one that lasts means silos which do not agree yet.
/// </summary>
internal sealed class RefusalRetry(IOptions<ClusteringOptions> cluster, TimeProvider clock)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(160);

    /// <summary>So often it is sent again in any case, however slow this process is.</summary>
    private const int LeastRetries = 8;

    public async Task SendAsync(Func<Task> send)
    {
        ArgumentNullException.ThrowIfNull(send);
        var began = clock.GetTimestamp();
        var wait = FirstWait;
        for (var retries = 0; ; retries++)
        {
            try
            {
                await send();
                return;
            }
            catch (Exception fault) when (fault.IsRejection() && (retries < LeastRetries || clock.GetElapsedTime(began) < cluster.Value.ResponseTimeout))
            {
                // Again.
            }

            await Task.Delay(wait, clock);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }
}
