namespace OrleansState.AspNetCore;

/// <summary>Marks a route that answers with server-sent events and takes <c>Last-Event-ID</c>.</summary>
public sealed class LiveMetadata;
