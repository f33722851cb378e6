using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using OrleansState.AspNetCore;
using OrleansState.Clicks;

namespace OrleansState.Api.Clicks;

/// <summary>Answer of <c>GET /clicks</c>.</summary>
/// <param name="UserId">The caller.</param>
/// <param name="Total">The sum of the counts.</param>
/// <param name="Counts">Count by action.</param>
internal sealed record ClicksAnswer(string UserId, long Total, ImmutableSortedDictionary<string, long> Counts)
{
    public static ClicksAnswer Of(string userId, ClickCounts counts) => new(userId, counts.Total, counts.ByAction);

    /// <summary>200 with the counts and their ETag, or 304 with the ETag alone where the client has them.</summary>
    public static Results<Ok<ClicksAnswer>, StatusCodeHttpResult, ProblemHttpResult> ToAnswer(
        string userId, ClickCounts counts, IfNoneMatch condition, HttpResponse response)
    {
        // A silo of the release before says no ETag.
        if (counts.ETag is { } etag && condition.IsHeld(etag, response))
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(Of(userId, counts));
    }
}
