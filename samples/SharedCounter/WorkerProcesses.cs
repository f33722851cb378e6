using System.Diagnostics;

namespace OrleansState.SharedCounter;

/// <summary>Operating system processes that share nothing but the counter's address and the user's token.</summary>
internal static class WorkerProcesses
{
    /// <summary>In the environment, because command lines can be read by everyone on a machine.</summary>
    private const string TokenVariable = "SHARED_COUNTER_TOKEN";

    public static Task RunAsync(Counter counter, int processes, int increments, CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, processes).Select(_ => RunOneAsync(counter, increments, cancellationToken)));

    /// <summary>What a worker process does.</summary>
    public static async Task WorkAsync(Uri api, int increments, CancellationToken cancellationToken)
    {
        var token = Environment.GetEnvironmentVariable(TokenVariable) ?? throw new InvalidOperationException($"{TokenVariable} is not set.");
        using var counter = new Counter(api, token);
        await counter.AddAsync(increments, cancellationToken);
    }

    private static async Task RunOneAsync(Counter counter, int increments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(WorkerProcesses).Assembly.Location, "worker", "--api", $"{counter.Api}", "--increments", $"{increments}"]);
        start.Environment[TokenVariable] = counter.Token;
        using var worker = Process.Start(start)!;
        await worker.WaitForExitAsync(cancellationToken);
        if (worker.ExitCode != 0)
            throw new InvalidOperationException($"Worker {worker.Id} ended with {worker.ExitCode}.");
    }
}
