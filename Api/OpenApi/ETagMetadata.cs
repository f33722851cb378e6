namespace OrleansState.Api.OpenApi;

/// <summary>Marks a route whose answer has an ETag. A route that takes If-Match needs no mark.</summary>
internal sealed class ETagMetadata;
