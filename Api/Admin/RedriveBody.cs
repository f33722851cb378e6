using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace OrleansState.Api.Admin;

/// <summary>Body of <c>POST /admin/dead-letters/redrive</c>.</summary>
/// <param name="Ids">The dead letters to send, at most 1,000; left out, all that no redrive of everything has sent before.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RedriveBody(ImmutableArray<string>? Ids = null);
