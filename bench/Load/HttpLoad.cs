namespace OrleansState.Bench.Load;

/// <summary>Runs a plan: a thread looks after many connections, as a load generator's event loop does.</summary>
internal static class HttpLoad
{
    /// <summary>A thread's work for a request is some ten microseconds; what is measured takes ten times as long.</summary>
    private const int ConnectionsPerThread = 32;

    public static async Task<LoadResult> RunAsync(LoadPlan plan)
    {
        var began = TimeProvider.System.GetTimestamp();
        var loops = await Task.WhenAll(Enumerable.Range(0, plan.Connections).Chunk(ConnectionsPerThread)
            .Select(connections => Task.Factory.StartNew(
                () => LoadLoop.Run(plan, connections, began), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        var tally = new LoadTally();
        foreach (var loop in loops)
            tally.Add(loop);
        return new LoadResult(
            tally.Latencies.Count / plan.Window.TotalSeconds, tally.Latencies, tally.Sent, tally.Failures, tally.FirstFailure);
    }
}
