using System.Collections.Immutable;
using Microsoft.Net.Http.Headers;
using OrleansState.Api.Problems;

namespace OrleansState.Api.Commands;

/// <summary>The If-Match header (RFC 9110, 13.1.1), compared strongly: a weak tag matches nothing.</summary>
internal static class IfMatch
{
    /// <summary>The ETags one of which the state must have; null where any will do.</summary>
    /// <exception cref="InvalidRequestException">The header can't be read or names too many tags.</exception>
    public static ImmutableArray<string>? Read(HttpRequest request)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0)
            return null;
        if (!EntityTagHeaderValue.TryParseStrictList(header, out var tags) || tags.Count == 0)
            throw Malformed("If-Match is no list of quoted entity tags.");
        if (tags.Count > RequestLimits.EntityTags)
            throw Malformed($"If-Match names {tags.Count} entity tags; {RequestLimits.EntityTags} are the most.");
        if (tags.Any(tag => tag.Tag == "*"))
            return tags.Count == 1 ? null : throw Malformed("If-Match has * beside entity tags.");
        return [.. tags.Where(tag => !tag.IsWeak).Select(tag => tag.Tag.Subsegment(1, tag.Tag.Length - 2).ToString())];
    }

    private static InvalidRequestException Malformed(string detail) => new(ProblemCodes.MalformedHeader, detail);
}
