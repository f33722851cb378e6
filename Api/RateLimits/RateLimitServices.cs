using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using OrleansState.Api.Edge;
using OrleansState.Api.Problems;
using OrleansState.Api.Tokens;
using OrleansState.Hosting.Settings;

namespace OrleansState.Api.RateLimits;

/// <summary>ASP.NET Core's limiter: fixed windows, nobody queues, a refusal says when the next window begins.</summary>
internal static class RateLimitServices
{
    public static WebApplicationBuilder AddRateLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddCheckedOptions<RateLimitOptions>(RateLimitOptions.Section);
        var limits = builder.Configuration.GetSection(RateLimitOptions.Section).Get<RateLimitOptions>() ?? new RateLimitOptions();
        builder.Services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = RefuseAsync;
            limiter.AddPolicy(RateLimitPolicies.Credentials, http => By(limits, ClientNetwork.Of(http), limits.CredentialsPerMinute, TimeSpan.FromMinutes(1)));
            limiter.AddPolicy(RateLimitPolicies.Guests, http => By(limits, ClientNetwork.Of(http), limits.GuestsPerMinute, TimeSpan.FromMinutes(1)));
            limiter.AddPolicy(RateLimitPolicies.Refresh, http => By(limits, ClientNetwork.Of(http), limits.RefreshesPerMinute, TimeSpan.FromMinutes(1)));
            limiter.AddPolicy(RateLimitPolicies.Mutations, http => By(limits, User(http), limits.MutationsPerSecond, TimeSpan.FromSeconds(1)));
        });
        return builder;
    }

    private static RateLimitPartition<string> By(RateLimitOptions limits, string key, int permits, TimeSpan window) => limits.Enabled
        ? RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = window, QueueLimit = 0 })
        : RateLimitPartition.GetNoLimiter("");

    private static string User(HttpContext http) => TokenPrincipal.Of(http)?.UserId ?? ClientNetwork.Of(http);

    private static async ValueTask RefuseAsync(OnRejectedContext refused, CancellationToken cancelled)
    {
        var http = refused.HttpContext;
        var wait = refused.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        http.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        await http.RequestServices.GetRequiredService<IProblemDetailsService>().TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = http,
            ProblemDetails = Problem.Document(ProblemTable.Of(ProblemCodes.TooManyRequests), "This user or address has sent more requests than it may for the moment."),
        });
    }
}
