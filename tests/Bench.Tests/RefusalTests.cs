using OrleansState.Bench.Report;
using OrleansState.Bench.Rows;

namespace OrleansState.Bench.Tests;

public sealed class RefusalTests
{
    [Fact]
    public async Task A_row_with_a_wrong_answer_reports_no_figure()
    {
        var report = await RowRunner.RunAsync(new WrongRow(), new RowSettings(IsQuick: true));

        Assert.Empty(report.Series);
        Assert.Empty(report.Aims);
        Assert.Contains("one piece is missing", report.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ratio_is_taken_run_against_run()
    {
        var figures = new Figures();
        foreach (var (own, peer) in new[] { (10.0, 1.0), (40.0, 2.0), (90.0, 3.0) })
        {
            figures.Add("own", "req/s", own);
            figures.Add("peer", "req/s", peer);
        }

        var judged = figures.Judge(new Aim("req/s", "own", "peer", 20));

        Assert.Equal([10, 20, 30], judged.Runs);
        Assert.True(judged.IsMet);
    }

    [Fact]
    public void An_aim_against_an_absent_peer_is_neither_met_nor_missed()
    {
        var figures = new Figures();
        figures.Add("own", "req/s", 10);

        Assert.Null(figures.Judge(new Aim("req/s", "own", "peer", 20)).IsMet);
    }

    private sealed class WrongRow : Row
    {
        public override string Name => "wrong";

        public override string Title => "Wrong";

        public override string How => "It counts wrongly.";

        public override IReadOnlyList<Aim> Aims => [new("req/s", "own", null, 1)];

        public override Task MeasureAsync(RowSettings settings, Figures figures)
        {
            figures.Add("own", "req/s", 1_000);
            throw new WrongAnswerException("one piece is missing");
        }
    }
}
