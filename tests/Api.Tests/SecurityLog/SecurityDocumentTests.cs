using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using OrleansState.Api.SecurityLog;

namespace OrleansState.Api.Tests.SecurityLog;

/// <summary>Whoever watches the log goes by the table of SECURITY.md.</summary>
public sealed partial class SecurityDocumentTests
{
    [Fact]
    public void The_page_lists_every_event_with_its_id_level_and_fields()
    {
        var told = typeof(SecurityEvents).GetMethods(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>()
            .Select(line => Row($"{line.EventId}", line.EventName!, $"{line.Level}", Field().Matches(line.Message).Select(field => field.Groups[1].Value)));
        var listed = Listed().Matches(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "SECURITY.md")))
            .Select(row => Row(row.Groups["id"].Value, row.Groups["name"].Value, row.Groups["level"].Value, Name().Matches(row.Groups["fields"].Value).Select(field => field.Groups[1].Value)));

        Assert.Equal(told.Order(), listed.Order());
    }

    private static string Row(string id, string name, string level, IEnumerable<string> fields) => $"{id} {name} {level} {string.Join(' ', fields.Order())}";

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Field();

    [GeneratedRegex(@"`(\w+)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"^\| (?<id>\d+) \| `(?<name>\w+)`[^|]*\| (?<level>\w+) \| (?<fields>[^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex Listed();
}
