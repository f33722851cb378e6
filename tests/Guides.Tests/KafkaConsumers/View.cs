using System.Text.Json.Serialization;

namespace OrleansState.Guides.Tests.KafkaConsumers;

#region event
[GenerateSerializer, Immutable, Alias("view")]
public sealed record View([property: Id(0)] string Page);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(View))]
public sealed partial class ViewJson : JsonSerializerContext;
#endregion
