using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace OrleansState.AspNetCore;

/// <summary>A grain's reply as an HTTP answer.</summary>
public static class ReplyResults
{
    /// <summary>200 with the value, its <c>ETag</c> and <c>Idempotency-Replayed</c> where it was given before, or the refusal as a problem.</summary>
    /// <param name="reply">What the grain answered.</param>
    /// <param name="response">The answer, for its headers.</param>
    /// <param name="describe">Makes the body out of the value.</param>
    /// <typeparam name="TValue">What the grain answered.</typeparam>
    /// <typeparam name="TBody">The body: any type that the JSON options of the host can write.</typeparam>
    public static Results<Ok<TBody>, ProblemHttpResult> ToResult<TValue, TBody>(this Reply<TValue> reply, HttpResponse response, Func<TValue, TBody> describe)
    {
        ArgumentNullException.ThrowIfNull(reply);
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(describe);
        if (reply.Replayed)
            response.Headers[IdempotencyHeader.Replayed] = "true";
        if (reply.Refusal is { } refusal)
            return refusal.ToProblem(response.HttpContext);
        response.Headers.ETag = $"\"{reply.ETag}\"";
        return TypedResults.Ok(describe(reply.Value!));
    }

    /// <summary>The same with the value itself as the body.</summary>
    /// <param name="reply">What the grain answered.</param>
    /// <param name="response">The answer, for its headers.</param>
    /// <typeparam name="TValue">What the grain answered.</typeparam>
    public static Results<Ok<TValue>, ProblemHttpResult> ToResult<TValue>(this Reply<TValue> reply, HttpResponse response) =>
        reply.ToResult(response, static value => value);
}
