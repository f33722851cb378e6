using System.Diagnostics;
using OrleansState.LocalCluster.Members;

namespace OrleansState.SharedCounter;

/// <summary>Both runs, each on a new counter. The exit code is 0 only when both sums are exact.</summary>
internal static class Demo
{
    public static async Task<int> RunAsync(Uri? api, (int Count, int Increments) processes, (int Count, int Increments) clients, CancellationToken cancellationToken)
    {
        await using var cluster = api is null ? await StartClusterAsync(cancellationToken) : null;
        var url = api ?? cluster!.Apis[0].Url;
        var exact = await CountAsync($"{processes.Count} processes x {processes.Increments}", url, processes.Count * processes.Increments,
            counter => WorkerProcesses.RunAsync(counter, processes.Count, processes.Increments, cancellationToken), cancellationToken);
        exact &= await CountAsync($"{clients.Count} clients x {clients.Increments}", url, clients.Count * clients.Increments,
            counter => Task.WhenAll(Enumerable.Range(0, clients.Count).Select(_ => counter.AddAsync(clients.Increments, cancellationToken))), cancellationToken);
        return exact ? 0 : 1;
    }

    private static async Task<ProcessCluster> StartClusterAsync(CancellationToken cancellationToken)
    {
        await Console.Out.WriteLineAsync("Starting redis-server, two silos and an API");
        // All of it comes from one user, faster than any person clicks.
        var settings = new Dictionary<string, string?> { ["RateLimit:Enabled"] = "false" };
        return await ProcessCluster.StartAsync(new ClusterPlan { Silos = 2, Settings = settings }, cancellationToken);
    }

    private static async Task<bool> CountAsync(string what, Uri api, int expected, Func<Counter, Task> run, CancellationToken cancellationToken)
    {
        using var counter = await Counter.CreateAsync(api, cancellationToken);
        var began = Stopwatch.GetTimestamp();
        await run(counter);
        var elapsed = Stopwatch.GetElapsedTime(began);
        var count = await counter.ReadAsync(cancellationToken);
        await Console.Out.WriteLineAsync($"{what} = {count}{(count == expected ? "" : $", not {expected}")} ({elapsed.TotalSeconds:0.0} s)");
        return count == expected;
    }
}
