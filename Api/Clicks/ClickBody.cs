using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using OrleansState.Api.OpenApi;
using OrleansState.Clicks;

namespace OrleansState.Api.Clicks;

/// <summary>Body of <c>POST /clicks</c>.</summary>
/// <param name="Action">What was done, its length in UTF-16 characters.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ClickBody(
    [property: StringLength(ClickLimits.ActionLength, MinimumLength = 1), RegularExpression(Patterns.Label)] string Action = "click");
