namespace OrleansState.Api.Commands;

/// <summary>Marks a route that reads and takes If-None-Match.</summary>
internal sealed class ConditionalReadMetadata;
