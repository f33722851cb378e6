namespace OrleansState.ExactlyOnceProof;

/// <summary>
/// Watches the system come back. It answers again when calls to many grains, which lie on every silo, have each written
/// something; it counts again when each partition's progress has moved or stands at the end of the log.
/// </summary>
internal sealed class Recovery(ProofPlan plan, Counters counters, Topics topics)
{
    private const int Probers = 16;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private int _pieces;

    /// <summary>How long it takes from now on.</summary>
    /// <exception cref="OperationCanceledException">It did not come back in time.</exception>
    public async Task<(TimeSpan Answers, TimeSpan Counts)> WatchAsync(CancellationToken cancelled)
    {
        // Another figure than before, so that there is something to write.
        var pieces = (++_pieces % 90) + 1;
        var answers = Task.WhenAll(Enumerable.Range(0, Probers).Select(prober => TimeAsync(() => WritesAsync(prober, pieces), cancelled)));
        var counts = Task.WhenAll(Enumerable.Range(0, plan.Partitions).Select(partition => CountsAsync(partition, cancelled)));
        return ((await answers).Max(), (await counts).Max());
    }

    private Task<TimeSpan> CountsAsync(int partition, CancellationToken cancelled)
    {
        var least = long.MaxValue;
        return TimeAsync(
            async () =>
            {
                var reached = await counters.ReachedAsync(Proof.Group, Proof.Topic, partition);
                // It goes back before it goes on where the store has lost something.
                least = Math.Min(least, reached);
                return reached > least || reached >= topics.End(Proof.Topic, partition);
            },
            cancelled);
    }

    private async Task<bool> WritesAsync(int prober, int pieces)
    {
        await counters.WriteAsync(prober, pieces);
        return true;
    }

    private static async Task<TimeSpan> TimeAsync(Func<Task<bool>> isThere, CancellationToken cancelled)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                if (await isThere().WaitAsync(cancelled))
                    return TimeProvider.System.GetElapsedTime(began);
            }
            catch (Exception) when (!cancelled.IsCancellationRequested)
            {
                // Whatever is told while the system is away, it is no answer.
                await Task.Yield();
            }

            await Task.Delay(Look, TimeProvider.System, cancelled);
        }
    }
}
