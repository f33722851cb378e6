using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace OrleansState.AspNetCore;

/// <summary>
/// The <c>If-None-Match</c> header (RFC 9110, 13.1.2), compared weakly, as the parameter of a handler that reads: what the client
/// has already is not sent again. Of a command it is a part of <see cref="CommandHeaders"/>.
/// </summary>
public sealed class IfNoneMatch : IBindableFromHttpContext<IfNoneMatch>, IEndpointParameterMetadataProvider
{
    private readonly EntityTags? _named;

    private IfNoneMatch(EntityTags? named) => _named = named;

    /// <summary>Binds a handler's parameter.</summary>
    /// <param name="context">The call.</param>
    /// <param name="parameter">The parameter.</param>
    /// <exception cref="InvalidRequestException">The header can't be read or names too many tags.</exception>
    public static ValueTask<IfNoneMatch?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new(new IfNoneMatch(EntityTags.Read(context.Request.Headers.IfNoneMatch, HeaderNames.IfNoneMatch)));
    }

    /// <summary>Marks the route by <see cref="ConditionalReadMetadata"/>, and with the answers that follow from the header.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="builder">The route.</param>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.Add(new ConditionalReadMetadata());
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status304NotModified));
        builder.Metadata.Add(new RefusesAttribute(StateProblemCodes.MalformedHeader));
    }

    /// <summary>200 with the value and its ETag, 304 with the ETag alone where the client has it, or the refusal as a problem.</summary>
    /// <param name="reply">What the grain answered.</param>
    /// <param name="response">The answer, for its headers.</param>
    /// <param name="describe">Makes the body out of the value.</param>
    /// <typeparam name="TValue">What the grain answered.</typeparam>
    /// <typeparam name="TBody">The body.</typeparam>
    public Results<Ok<TBody>, StatusCodeHttpResult, ProblemHttpResult> ToResult<TValue, TBody>(
        Reply<TValue> reply, HttpResponse response, Func<TValue, TBody> describe)
    {
        ArgumentNullException.ThrowIfNull(reply);
        ArgumentNullException.ThrowIfNull(describe);
        ArgumentNullException.ThrowIfNull(response);
        if (reply.Refusal is { } refusal)
            return refusal.ToProblem(response.HttpContext);
        if (IsHeld(reply.ETag, response))
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(describe(reply.Value!));
    }

    /// <summary>Tells the client the ETag of what was read.</summary>
    /// <param name="etag">The ETag, without quotes.</param>
    /// <param name="response">The answer.</param>
    /// <returns>Whether the client has that already, and is answered 304.</returns>
    public bool IsHeld(string etag, HttpResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        response.Headers.ETag = $"\"{etag}\"";
        return _named is not null && (_named.Any || _named.Tags.Any(tag => EntityTags.Bare(tag) == etag));
    }
}
