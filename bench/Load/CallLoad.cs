namespace OrleansState.Bench.Load;

/// <summary>The same closed loop for calls that are not HTTP: grain calls in this process.</summary>
internal static class CallLoad
{
    /// <param name="callers">How many calls are under way at any time.</param>
    /// <param name="warmup">Not measured.</param>
    /// <param name="window">Measured.</param>
    /// <param name="call">One call, given the caller's number and how many it has made.</param>
    public static async Task<LoadResult> RunAsync(int callers, TimeSpan warmup, TimeSpan window, Func<int, long, Task> call)
    {
        var began = TimeProvider.System.GetTimestamp();
        var latencies = new Latencies();
        var sentByCaller = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => CallAsync(caller))));
        return new LoadResult(latencies.Count / window.TotalSeconds, latencies, sentByCaller.Sum(), 0, null);

        async Task<long> CallAsync(int caller)
        {
            for (var sent = 0L; ; sent++)
            {
                var start = TimeProvider.System.GetTimestamp();
                if (TimeProvider.System.GetElapsedTime(began, start) >= warmup + window)
                    return sent;
                await call(caller, sent);
                var end = TimeProvider.System.GetTimestamp();
                var at = TimeProvider.System.GetElapsedTime(began, end);
                if (at >= warmup && at < warmup + window)
                    latencies.Record(TimeProvider.System.GetElapsedTime(start, end));
            }
        }
    }
}
