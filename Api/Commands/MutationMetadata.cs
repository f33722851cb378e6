namespace OrleansState.Api.Commands;

/// <summary>Marks a route that takes If-Match, If-None-Match and Idempotency-Key.</summary>
internal sealed class MutationMetadata;
