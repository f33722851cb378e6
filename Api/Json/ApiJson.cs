using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using OrleansState.Api.Carts;
using OrleansState.Api.Clicks;

namespace OrleansState.Api.Json;

/// <summary>All that is read and written as JSON, by generated code: snake_case, no number from a string, no name twice.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    MaxDepth = Problems.RequestLimits.BodyDepth)]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(AddItemBody))]
[JsonSerializable(typeof(QuantityBody))]
[JsonSerializable(typeof(CartAnswer))]
[JsonSerializable(typeof(OrderAnswer))]
[JsonSerializable(typeof(ClickBody))]
[JsonSerializable(typeof(ClickAnswer))]
[JsonSerializable(typeof(ClicksAnswer))]
internal sealed partial class ApiJson : JsonSerializerContext;
