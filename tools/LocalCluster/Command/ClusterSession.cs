using OrleansState.Embedded;
using OrleansState.LocalCluster.Members;
using OrleansState.LocalCluster.Processes;
using OrleansState.LocalCluster.Screen;

namespace OrleansState.LocalCluster.Command;

/// <summary>A cluster from its start until someone wants it to end.</summary>
internal static class ClusterSession
{
    private const int Failed = 1;

    public static async Task<int> RunAsync(ClusterPlan plan, IClusterScreen screen, TextWriter errors)
    {
        using var signals = new EndSignals();
        using var over = new CancellationTokenSource();
        var watching = Task.CompletedTask;
        try
        {
            await using var cluster = await ProcessCluster.StartAsync(plan, c => watching = screen.WatchAsync(c, over.Token), signals.Wished);
            screen.Ready(Describe(cluster));
            await signals.WaitAsync();
            await cluster.StopAsync();
            await StopWatchingAsync();
            return 0;
        }
        catch (OperationCanceledException) when (signals.Wished.IsCancellationRequested)
        {
            return 0;
        }
        catch (ServerStartException fault)
        {
            return await FailAsync(fault.Message);
        }
        catch (EmbeddedStartException fault)
        {
            return await FailAsync($"The cluster can't start: {fault.Message}");
        }
        finally
        {
            await StopWatchingAsync();
        }

        async Task<int> FailAsync(string sentence)
        {
            await StopWatchingAsync();
            await errors.WriteLineAsync(sentence);
            return Failed;
        }

        async Task StopWatchingAsync()
        {
            await over.CancelAsync();
            await watching;
        }
    }

    private static string Describe(ProcessCluster cluster)
    {
        var words = cluster.Apis.Select(api => $"api={api.Url.GetLeftPart(UriPartial.Authority)}").Prepend("ready");
        if (cluster.Kafka is { } kafka)
            words = words.Append($"kafka={kafka.BootstrapServers}");
        return string.Join(' ', words.Append($"redis={cluster.Redis.ConnectionString}"));
    }
}
