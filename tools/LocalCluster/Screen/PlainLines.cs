using OrleansState.LocalCluster.Members;

namespace OrleansState.LocalCluster.Screen;

/// <summary>A line for each change: for logs, pipes and scripts.</summary>
internal sealed class PlainLines(TextWriter output) : IClusterScreen
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ClusterRow> _shown = [];
    private ProcessCluster? _cluster;

    public async Task WatchAsync(ProcessCluster cluster, CancellationToken over)
    {
        _cluster = cluster;
        using var looks = new PeriodicTimer(BetweenLooks, TimeProvider.System);
        try
        {
            while (await looks.WaitForNextTickAsync(over))
                Show();
        }
        catch (OperationCanceledException)
        {
            Show();
        }
    }

    public void Ready(string line)
    {
        Show();
        output.WriteLine(line);
    }

    private void Show()
    {
        lock (_gate)
        {
            foreach (var row in ClusterRow.All(_cluster!).Where(row => row.Pid is not null || row.Name == "kafka"))
            {
                if (_shown.GetValueOrDefault(row.Name) == row)
                    continue;
                _shown[row.Name] = row;
                output.WriteLine($"{row.Name} {row.State} {row.Address}{(row.Pid is { } pid ? $" pid {pid}" : "")}");
            }
        }
    }
}
