using System.Text.Json.Serialization;

namespace OrleansState.Hosting.Health;

/// <summary>Body of a health answer: the whole and its parts, each <c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</summary>
internal sealed record HealthAnswer(string Status, Dictionary<string, string> Checks);

[JsonSerializable(typeof(HealthAnswer))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class HealthJson : JsonSerializerContext;
