using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using OrleansState.Api.Edge;
using OrleansState.Api.Problems;

namespace OrleansState.Api.Accounts;

/// <summary>Lets calls in that want a password hashed, as many as may wait for it. Who is turned away is told when to come back.</summary>
internal sealed class HashingGate(HashingPlaces places, HashingThreads threads)
{
    /// <summary>Null: turn the call away by <see cref="Refuse"/>. Nothing was looked at yet.</summary>
    public HashingPlace? TryEnter(HttpContext http, HashingPurpose purpose) => places.TryTake(LaneOf(http, purpose));

    public ProblemHttpResult Refuse(HttpContext http, HashingPurpose purpose)
    {
        var seconds = Math.Max(1, (long)Math.Ceiling(threads.TimeFor(places.Taken).TotalSeconds));
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return places.HasAny(LaneOf(http, purpose))
            ? Problem.Of(ProblemCodes.TooManyRequests, $"This address has as many passwords waiting to be hashed as it may. Try again in {seconds} s.")
            : Problem.Of(ProblemCodes.Busy, $"As many passwords wait to be hashed as may. Try again in {seconds} s.");
    }

    private static HashingLane LaneOf(HttpContext http, HashingPurpose purpose) => new(ClientNetwork.Of(http), purpose);
}
