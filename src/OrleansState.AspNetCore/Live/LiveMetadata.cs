using Microsoft.AspNetCore.Builder;

namespace OrleansState.AspNetCore;

/// <summary>Marks a route that answers with server-sent events and takes <c>Last-Event-ID</c>.</summary>
public sealed class LiveMetadata;

/// <summary>Declares routes that answer with server-sent events.</summary>
public static class LiveMetadataExtensions
{
    /// <summary>Marks a route by <see cref="LiveMetadata"/>, and with the refusals that follow from the bounds of streams.</summary>
    /// <param name="builder">The route or group.</param>
    public static TBuilder StreamsEvents<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new LiveMetadata()).Refuses(StateProblemCodes.TooManyStreams, StateProblemCodes.StreamsExhausted);
}
