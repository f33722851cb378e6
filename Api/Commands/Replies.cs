using Microsoft.AspNetCore.Http.HttpResults;
using OrleansState.Api.Problems;

namespace OrleansState.Api.Commands;

/// <summary>A grain's reply as an HTTP answer.</summary>
internal static class Replies
{
    /// <summary>200 with the value and its ETag, or the refusal as a problem.</summary>
    public static Results<Ok<TAnswer>, ProblemHttpResult> ToAnswer<TValue, TAnswer>(
        this Reply<TValue> reply, HttpResponse response, Func<TValue, TAnswer> describe)
    {
        ArgumentNullException.ThrowIfNull(reply);
        if (reply.Replayed)
            response.Headers[IdempotencyHeader.Replayed] = "true";
        if (reply.Refusal is { } refusal)
            return Problem.Of(refusal);
        response.Headers.ETag = $"\"{reply.ETag}\"";
        return TypedResults.Ok(describe(reply.Value!));
    }
}
