using System.Globalization;
using System.Net;
using System.Text;

namespace OrleansState.Bench.Report;

/// <summary>A row's first figure as bars, with a line from the least run to the most.</summary>
internal static class BarPlot
{
    private const int LabelWidth = 260;
    private const int BarWidth = 380;
    private const int ValueWidth = 160;
    private const int BarHeight = 18;
    private const int Step = 28;
    private const int Top = 34;

    public static string Draw(RowReport row)
    {
        var metric = row.Series[0].Metric;
        var bars = row.Series.Where(s => s.Metric == metric).ToArray();
        var most = bars.Max(s => s.Max);
        var svg = new StringBuilder();
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" width="{LabelWidth + BarWidth + ValueWidth}" height="{Top + Step * bars.Length + 10}" font-family="sans-serif" font-size="13">""");
        svg.AppendLine("""<rect width="100%" height="100%" fill="#ffffff"/>""");
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="10" y="20" font-weight="bold" fill="#222222">{WebUtility.HtmlEncode($"{row.Title}: {metric}")}</text>""");
        for (var i = 0; i < bars.Length; i++)
            AddBar(svg, bars[i], Top + Step * i, most);
        return svg.AppendLine("</svg>").ToString();
    }

    private static void AddBar(StringBuilder svg, Series bar, int y, double most)
    {
        var width = Width(bar.Median);
        var (from, to, middle) = (LabelWidth + Width(bar.Min), LabelWidth + Width(bar.Max), y + BarHeight / 2);
        var text = y + BarHeight - 4;
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{LabelWidth - 8}" y="{text}" text-anchor="end" fill="#222222">{WebUtility.HtmlEncode(bar.Contestant)}</text>""");
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<rect x="{LabelWidth}" y="{y}" width="{width:0.#}" height="{BarHeight}" fill="{(bar.Contestant.StartsWith(Contestants.Own, StringComparison.Ordinal) ? "#2f6fb3" : "#b8bfc8")}"/>""");
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<line x1="{from:0.#}" y1="{middle}" x2="{to:0.#}" y2="{middle}" stroke="#222222"/>""");
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{to + 8:0.#}" y="{text}" fill="#222222">{Number.Format(bar.Median)}</text>""");

        double Width(double value) => most <= 0 ? 0 : BarWidth * Math.Max(0, value) / most;
    }
}
