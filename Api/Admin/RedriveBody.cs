using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using OrleansState.Kafka;

namespace OrleansState.Api.Admin;

/// <summary>Body of <c>POST /admin/dead-letters/redrive</c>.</summary>
/// <param name="Ids">The dead letters to send; left out, all that no redrive of everything has sent before.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RedriveBody([property: MaxLength(DeadLetterQueue.MaxListed)] ImmutableArray<string>? Ids = null);
