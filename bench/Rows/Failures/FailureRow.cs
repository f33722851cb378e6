using OrleansState.Bench.Load;
using OrleansState.Bench.Report;
using OrleansState.Bench.Targets.Carts;
using OrleansState.LocalCluster.Members;

namespace OrleansState.Bench.Rows.Failures;

/// <summary>Adds go on while something dies.</summary>
/// <param name="failure">What happens.</param>
/// <param name="shared">What it happens to.</param>
internal sealed class FailureRow(Failure failure, Shared<ProcessCluster> shared) : Row
{
    private const string SecondsToAnswers = "s to answers";
    private const string Failed = "failed requests";
    private const string LongestFailed = "longest failed, s";
    private const int Connections = 32;
    private const int MostRuns = 2;

    private static readonly TimeSpan Before = TimeSpan.FromSeconds(2);

    public override string Name => failure.Name;

    public override string Title => failure.Title;

    public override string How =>
        $"Two silos, adds to carts over 32 connections, Redis with appendfsync always. {failure.How} Time to answers: from {failure.CountedFrom} to the end of the last request that failed "
        + "or took longer than half a second. Longest failed: the request that took longest to fail. No request is repeated by the load. Every acknowledged add is in its cart at the end.";

    public override IReadOnlyList<Aim> Aims =>
    [
        failure.MaxSeconds is { } seconds ? AtMost(SecondsToAnswers, seconds) : AtMost(Failed, 0),
        .. failure.MaxFailedSeconds is { } longest ? [AtMost(LongestFailed, longest)] : Array.Empty<Aim>(),
    ];

    public override IAsyncDisposable Shared => shared;

    public override async Task MeasureAsync(RowSettings settings, Figures figures)
    {
        for (var run = 0; run < Math.Min(settings.Runs, MostRuns); run++)
            await RunAsync($"{Name}-{run}", settings, figures);
    }

    private static Aim AtMost(string metric, double bound) => new(metric, Contestants.Always, null, bound, IsAtLeast: false);

    private async Task RunAsync(string crowd, RowSettings settings, Figures figures)
    {
        var cluster = await shared.StartedAsync();
        // Not disposed: the cluster is not its own.
        var carts = new ProductCarts(Contestants.Always, cluster);
        carts.Prepare(crowd, settings.Scale(500, 64));
        var timeline = new Timeline();
        var load = HttpLoad.RunAsync(new LoadPlan
        {
            Port = carts.Port,
            Connections = Connections,
            Window = Before + failure.Lasts,
            Ledger = carts.Ledger,
            Observe = timeline.Add,
            Next = (connection, sent) => carts.AddInTurn(connection, Connections, sent),
        });
        await Task.Delay(Before, TimeProvider.System);
        var from = await failure.HappenAsync(cluster);
        var result = await load;
        figures.Add(Contestants.Always, SecondsToAnswers, timeline.SecondsToAnswers(from));
        figures.Add(Contestants.Always, Failed, result.Failures);
        figures.Add(Contestants.Always, LongestFailed, timeline.LongestFailed.TotalSeconds);
        figures.Add(Contestants.Always, "requests", result.Sent);
        CartCheck.CountLost(carts);
        // The Api goes on with the silo that stayed: what happened to the other a second time would happen to nobody.
        if (failure.MovesCarts)
            await shared.DisposeAsync();
    }
}
