using System.Globalization;
using System.Text.RegularExpressions;

namespace OrleansState.Repository.Tests.Layout;

public sealed partial class LogEventTests
{
    [Fact]
    public void No_two_log_lines_have_one_event_id()
    {
        var lines = Checkout.Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal) && !file.StartsWith("tests/", StringComparison.Ordinal))
            .SelectMany(file => EventId().Matches(Checkout.Read(file)).Select(match => (File: file, Id: int.Parse(match.Groups["id"].Value, CultureInfo.InvariantCulture)))).ToList();

        Assert.NotEmpty(lines);
        Assert.Empty(lines.GroupBy(line => line.Id).Where(same => same.Count() > 1).Select(same => $"{same.Key}: {string.Join(", ", same.Select(line => line.File))}"));
    }

    [GeneratedRegex(@"LoggerMessage\((?:EventId = )?(?<id>\d+),")]
    private static partial Regex EventId();
}
