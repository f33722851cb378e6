using System.Collections.Immutable;
using System.Reflection;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;
using OrleansState.Api.Problems;

namespace OrleansState.Api.Commands;

/// <summary>
/// The If-None-Match header (RFC 9110, 13.1.2), compared weakly, as the parameter of a handler that reads: what the client
/// has already is not sent again. Of a mutation it is a part of <see cref="CommandHeaders"/>.
/// </summary>
/// <param name="Named">What the client has; null: nothing, or it does not say.</param>
internal sealed record IfNoneMatch(EntityTags? Named) : IBindableFromHttpContext<IfNoneMatch>, IEndpointParameterMetadataProvider
{
    public static ValueTask<IfNoneMatch?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new(new IfNoneMatch(Read(context.Request)));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.Add(new ConditionalReadMetadata());
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status304NotModified));
        builder.Metadata.Add(new RefusesAttribute(ProblemCodes.MalformedHeader));
    }

    /// <exception cref="InvalidRequestException">The header can't be read or names too many tags.</exception>
    public static EntityTags? Read(HttpRequest request) => EntityTags.Read(request.Headers.IfNoneMatch, HeaderNames.IfNoneMatch);

    /// <summary>The tags of a list, as a command's context takes them; null where there are none, or a star.</summary>
    public static ImmutableArray<string>? Tags(EntityTags? named) => named is { Any: false } ? [.. named.Tags.Select(EntityTags.Bare)] : null;

    /// <summary>200 with the value and its ETag, 304 with the ETag alone where the client has it, or the refusal as a problem.</summary>
    public Results<Ok<TAnswer>, StatusCodeHttpResult, ProblemHttpResult> ToAnswer<TValue, TAnswer>(
        Reply<TValue> reply, HttpResponse response, Func<TValue, TAnswer> describe)
    {
        ArgumentNullException.ThrowIfNull(reply);
        if (reply.Refusal is { } refusal)
            return Problem.Of(refusal);
        if (IsHeld(reply.ETag, response))
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(describe(reply.Value!));
    }

    /// <summary>Tells the client the ETag of what was read.</summary>
    /// <returns>Whether it has that already, and is answered 304.</returns>
    public bool IsHeld(string etag, HttpResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        response.Headers.ETag = $"\"{etag}\"";
        return Holds(etag);
    }

    private bool Holds(string etag) => Named is not null && (Named.Any || Named.Tags.Any(tag => EntityTags.Bare(tag) == etag));
}
