using System.Collections.Immutable;
using System.Text.Json;

namespace OrleansState.Api.Export;

/// <summary>A state of a kind that the export has no form of its own for.</summary>
/// <param name="Kind">The kind of state.</param>
/// <param name="State">The state as it is stored.</param>
internal sealed record RecordAnswer(string Kind, JsonElement State)
{
    /// <summary>The kinds that an export shows in forms of their own: with the names that the API gives things, and without hashes of secrets.</summary>
    private static readonly string[] Shown = ["cart", "clicks", "sessions"];

    public static async Task<ImmutableArray<RecordAnswer>> FindAsync(UserRecords records, string userId) =>
        [.. (await records.ExportAsync(userId, Shown)).Select(record => new RecordAnswer(record.Kind, JsonElement.Parse(record.Json.Span)))];
}
