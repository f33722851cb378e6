using System.Globalization;
using OrleansState.Clicks;

namespace OrleansState.KafkaBridge.Rebuild;

/// <summary>A user whose counts are not what the log says, and what became of them.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Report">What the user's counter said.</param>
internal sealed record Difference(string UserId, RebuildReport Report)
{
    public bool IsLeft => Report.Outcome != RebuildOutcome.Replaced;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{UserId}\tcounted {Text(Report.Counted)}\texpected {Text(Report.Expected)}{Limits}\t{Outcome}");

    private string Limits => Report.Refused == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" without {Report.Refused} beyond its limits");

    private string Outcome => Report.Outcome switch
    {
        RebuildOutcome.Replaced => "switched",
        RebuildOutcome.Mixed => "counts another log too, left",
        RebuildOutcome.Beyond => "counts beyond the log, left",
        RebuildOutcome.Right or RebuildOutcome.Differs or RebuildOutcome.EpochMismatch or _ => "left",
    };

    private static string Text(IReadOnlyCollection<ClickCount> counts) =>
        counts.Count == 0 ? "nothing" : string.Join(' ', counts.OrderBy(c => c.Action, StringComparer.Ordinal).Select(c => $"{TerminalText.Of(c.Action)}={c.Count}"));
}
