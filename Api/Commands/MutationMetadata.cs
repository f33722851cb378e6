namespace OrleansState.Api.Commands;

/// <summary>Marks a route that takes If-Match and Idempotency-Key.</summary>
internal sealed class MutationMetadata;
