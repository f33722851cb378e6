using System.Text.Json;
using Json.Schema;

namespace OrleansState.TestServers.Events;

/// <summary>The schemas of <c>docs/events</c>, as they are shipped to consumers.</summary>
public static class EventSchemas
{
    private const string Ending = ".schema.json";

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "docs", "events");

    private static readonly Dictionary<string, JsonSchema> ByType = Directory.GetFiles(Folder, "*" + Ending)
        .ToDictionary(file => Path.GetFileName(file)[..^Ending.Length], file => JsonSchema.FromText(File.ReadAllText(file)), StringComparer.Ordinal);

    /// <summary>What is wrong with an event's data, by its schema; nothing where it is as the schema says.</summary>
    public static IReadOnlyList<string> Faults(string type, ReadOnlySpan<byte> data)
    {
        if (!ByType.TryGetValue(type, out var schema))
            return [$"There is no docs/events/{type}{Ending}."];
        var result = schema.Evaluate(JsonElement.Parse(data), new EvaluationOptions { OutputFormat = OutputFormat.List });
        return result.IsValid
            ? []
            : [.. (result.Details ?? []).Where(detail => detail.Errors is not null).SelectMany(detail => detail.Errors!.Select(error => $"{type} {detail.InstanceLocation}: {error.Value}")).DefaultIfEmpty($"{type} is not valid.")];
    }
}
