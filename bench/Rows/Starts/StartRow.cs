using OrleansState.Bench.Report;
using OrleansState.Bench.Targets;
using OrleansState.LocalCluster.Members;
using OrleansState.LocalCluster.Redis;

namespace OrleansState.Bench.Rows.Starts;

/// <summary>From nothing to ready.</summary>
internal sealed class StartRow : Row
{
    private const string Metric = "s to ready";
    private const string Silo = Contestants.Own + " silo";

    public override string Name => "start";

    public override string Title => "Start";

    public override string How => "From the start of the process until /health/ready answers 200: the standalone Api on an empty directory, and a silo that joins an empty Redis.";

    public override IReadOnlyList<Aim> Aims =>
        [new(Metric, Contestants.Standalone, null, 3, IsAtLeast: false), new(Metric, Silo, null, 3, IsAtLeast: false)];

    public override Task MeasureAsync(RowSettings settings, Figures figures) =>
        TakingTurns.RunAsync(settings.Runs, [() => StandaloneAsync(figures), () => SiloAsync(figures)], measure => measure());

    private static async Task StandaloneAsync(Figures figures)
    {
        try
        {
            var began = TimeProvider.System.GetTimestamp();
            await using var standalone = await Standalone.StartAsync();
            figures.Add(Contestants.Standalone, Metric, TimeProvider.System.GetElapsedTime(began).TotalSeconds);
        }
        catch (AbsentException absent)
        {
            figures.Note($"Absent. {absent.Message}");
        }
    }

    private static async Task SiloAsync(Figures figures)
    {
        await using var cluster = await Product.StartAsync(AppendFsync.EverySecond, silos: 0, apis: 0);
        var began = TimeProvider.System.GetTimestamp();
        await cluster.AddAsync(MemberRole.Silo);
        figures.Add(Silo, Metric, TimeProvider.System.GetElapsedTime(began).TotalSeconds);
    }
}
