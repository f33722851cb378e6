using System.Globalization;
using System.Text;

namespace OrleansState.Testing;

/// <summary>Draws a history from top to bottom: a line for each moment, a column for each client and one for the store.</summary>
internal static class Timeline
{
    public static string Draw(History history)
    {
        var cells = Cells(history).OrderBy(cell => cell.Time).ToList();
        var lanes = cells.Select(cell => cell.Lane).Distinct()
            .OrderBy(lane => lane switch { Lanes.AtLast => 1, Lanes.Store => 2, _ => 0 }).ThenBy(lane => lane).ToList();
        var widths = lanes.Select(lane => cells.Where(cell => cell.Lane == lane).Select(cell => cell.Text.Length).Append(Lanes.Of(lane).Length).Max()).ToList();
        var open = lanes.Select(_ => false).ToArray();
        var text = new StringBuilder();
        Line("", lanes.Select(Lanes.Of));
        foreach (var cell in cells)
        {
            var column = lanes.IndexOf(cell.Lane);
            Line(cell.Time.ToString(CultureInfo.InvariantCulture), lanes.Select((_, i) => i == column ? cell.Text : open[i] ? "│" : ""));
            open[column] = cell.Opens ?? open[column];
        }

        return text.ToString();

        void Line(string time, IEnumerable<string> columns) =>
            text.Append($"{time,5}  {string.Join("   ", columns.Select((column, i) => column.PadRight(widths[i])))}".TrimEnd()).Append('\n');
    }

    private static IEnumerable<(long Time, int Lane, string Text, bool? Opens)> Cells(History history)
    {
        foreach (var operation in history.Operations)
        {
            yield return (operation.Invoked, operation.Client, operation.Answer is null ? $"? {operation.Sent}" : $"┌ {operation.Sent}", operation.Answer is not null);
            if (operation.Answer is not null)
                yield return (operation.Returned, operation.Client, $"└ {operation.Answer}", false);
        }

        foreach (var (time, lane, what) in history.Events)
            yield return (time, lane, lane == Lanes.Store ? what : $"- {what}", null);
    }
}
