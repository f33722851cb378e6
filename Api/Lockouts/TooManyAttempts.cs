using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using OrleansState.Api.Problems;

namespace OrleansState.Api.Lockouts;

/// <summary>429: whatever the password was, it was not looked at.</summary>
internal static class TooManyAttempts
{
    public static ProblemHttpResult Answer(HttpResponse response, TimeSpan wait)
    {
        var seconds = (long)Math.Ceiling(wait.TotalSeconds);
        response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Problem.Of(ProblemCodes.TooManyAttempts, $"Too many logins have failed; the next is looked at in {seconds} s.");
    }
}
