namespace OrleansState.Api.Commands;

/// <summary>Marks a route that takes If-Match.</summary>
internal sealed class ConditionalMetadata;
