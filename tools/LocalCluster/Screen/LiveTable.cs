using OrleansState.LocalCluster.Members;
using Spectre.Console;

namespace OrleansState.LocalCluster.Screen;

/// <summary>A table that follows the cluster, for a terminal.</summary>
internal sealed class LiveTable(IAnsiConsole console) : IClusterScreen
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);

    private volatile string _line = "starting";

    public Task WatchAsync(ProcessCluster cluster, CancellationToken over) =>
        console.Live(Draw(cluster)).StartAsync(async live =>
        {
            using var looks = new PeriodicTimer(BetweenLooks, TimeProvider.System);
            try
            {
                while (await looks.WaitForNextTickAsync(over))
                    live.UpdateTarget(Draw(cluster));
            }
            catch (OperationCanceledException)
            {
                // The end of the watch is how it is meant to end.
            }
        });

    public void Ready(string line) => _line = $"{line} (Ctrl-C ends all of it)";

    private Rows Draw(ProcessCluster cluster)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("name", "address", "pid", "state");
        foreach (var row in ClusterRow.All(cluster))
            table.AddRow(Markup.Escape(row.Name), Markup.Escape(row.Address), $"{row.Pid}", Colour(row.State));
        return new Rows(table, new Text(_line));
    }

    private static string Colour(string state) => state switch
    {
        "running" => "[green]running[/]",
        "starting" or "paused" => $"[yellow]{state}[/]",
        "ended" => "[red]ended[/]",
        _ => Markup.Escape(state),
    };
}
