namespace OrleansState.AspNetCore;

/// <summary>Marks a route that takes <c>If-Match</c>, <c>If-None-Match</c> and <c>Idempotency-Key</c>.</summary>
public sealed class CommandMetadata;

/// <summary>Marks a route that reads and takes <c>If-None-Match</c>.</summary>
public sealed class ConditionalReadMetadata;
