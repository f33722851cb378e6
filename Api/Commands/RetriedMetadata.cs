namespace OrleansState.Api.Commands;

/// <summary>Marks a route that takes Idempotency-Key, for its client's own retry, and no If-Match.</summary>
internal sealed class RetriedMetadata;
