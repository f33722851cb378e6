using System.Text.Json;

namespace OrleansState.Users;

/// <summary>How states and events become JSON for whoever is outside: names in snake_case.</summary>
internal static class SnakeCaseJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.General) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}
