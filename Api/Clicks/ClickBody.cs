using System.Text.Json.Serialization;

namespace OrleansState.Api.Clicks;

/// <summary>Body of <c>POST /clicks</c>.</summary>
/// <param name="Action">What was done, 1 to 64 characters.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ClickBody(string Action = "click");
