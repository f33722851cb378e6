using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using OrleansState.Api.Accounts;
using OrleansState.Api.Admin;
using OrleansState.Api.Carts;
using OrleansState.Api.Clicks;
using OrleansState.Api.Export;
using OrleansState.Api.Maintenance;
using OrleansState.Api.Sessions;
using OrleansState.Api.Stats;
using OrleansState.Api.Tokens;

namespace OrleansState.Api.Json;

/// <summary>All that is read and written as JSON, by generated code: snake_case, no number from a string, no name twice.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    Converters = [typeof(WholeNumbers)],
    MaxDepth = Problems.RequestLimits.BodyDepth)]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(AddItemBody))]
[JsonSerializable(typeof(QuantityBody))]
[JsonSerializable(typeof(CartAnswer))]
[JsonSerializable(typeof(OrderAnswer))]
[JsonSerializable(typeof(ClickBody))]
[JsonSerializable(typeof(ClickAnswer))]
[JsonSerializable(typeof(ClicksAnswer))]
[JsonSerializable(typeof(CredentialsBody))]
[JsonSerializable(typeof(RegistrationBody))]
[JsonSerializable(typeof(RegisteredAnswer))]
[JsonSerializable(typeof(RefreshBody))]
[JsonSerializable(typeof(TokenPairAnswer))]
[JsonSerializable(typeof(ProfileAnswer))]
[JsonSerializable(typeof(PublicKeysAnswer))]
[JsonSerializable(typeof(PasswordBody))]
[JsonSerializable(typeof(SessionsAnswer))]
[JsonSerializable(typeof(ExportAnswer))]
[JsonSerializable(typeof(UserAnswer))]
[JsonSerializable(typeof(HistoryAnswer))]
[JsonSerializable(typeof(DeadLettersAnswer))]
[JsonSerializable(typeof(RedriveBody))]
[JsonSerializable(typeof(RedriveAnswer))]
[JsonSerializable(typeof(MaintenanceAnswer))]
[JsonSerializable(typeof(ClickStatsAnswer))]
[JsonSerializable(typeof(ImmutableArray<TopUserAnswer>))]
[JsonSerializable(typeof(ImmutableArray<TrendAnswer>))]
[JsonSerializable(typeof(CartStatsAnswer))]
[JsonSerializable(typeof(AllStatsAnswer))]
internal sealed partial class ApiJson : JsonSerializerContext;
