using System.Collections.Immutable;
using Microsoft.Net.Http.Headers;
using OrleansState.Api.Problems;

namespace OrleansState.Api.Commands;

/// <summary>The If-Match header (RFC 9110, 13.1.1), compared strongly: a weak tag matches nothing.</summary>
internal static class IfMatch
{
    /// <summary>The ETags one of which the state must have; null where any will do.</summary>
    /// <exception cref="InvalidRequestException">The header can't be read or names too many tags.</exception>
    public static ImmutableArray<string>? Read(HttpRequest request) => EntityTags.Read(request.Headers.IfMatch, HeaderNames.IfMatch) is { Any: false } named
        ? [.. named.Tags.Where(tag => !tag.IsWeak).Select(EntityTags.Bare)]
        : null;
}
