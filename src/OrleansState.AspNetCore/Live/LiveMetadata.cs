using System.Net.ServerSentEvents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace OrleansState.AspNetCore;

/// <summary>Marks a route that answers with server-sent events and takes <c>Last-Event-ID</c>.</summary>
public sealed class LiveMetadata;

/// <summary>Declares routes that answer with server-sent events.</summary>
public static class LiveMetadataExtensions
{
    private const string MediaType = "text/event-stream";

    /// <summary>
    /// Marks a route by <see cref="LiveMetadata"/>, with the refusals that follow from the bounds of streams, and with the data of an
    /// event as what it answers: a client reads events out of the stream, and no document has a word for these.
    /// </summary>
    /// <param name="builder">The route or group.</param>
    public static TBuilder StreamsEvents<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.WithMetadata(new LiveMetadata()).Refuses(StateProblemCodes.TooManyStreams, StateProblemCodes.StreamsExhausted);
        // Behind what the handler's result says of itself.
        builder.Finally(static route =>
        {
            for (var i = 0; i < route.Metadata.Count; i++)
            {
                if (route.Metadata[i] is IProducesResponseTypeMetadata { Type: { IsGenericType: true } type } && type.GetGenericTypeDefinition() == typeof(SseItem<>))
                    route.Metadata[i] = new ProducesResponseTypeMetadata(StatusCodes.Status200OK, type.GetGenericArguments()[0], [MediaType]);
            }
        });
        return builder;
    }
}
