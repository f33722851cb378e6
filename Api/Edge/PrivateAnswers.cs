using Microsoft.AspNetCore.Authorization;

namespace OrleansState.Api.Edge;

/// <summary>
/// Nothing between here and the caller keeps an answer that a token was needed for. The few others that are somebody's
/// (a login's) say so themselves, and so does every problem.
/// </summary>
internal static class PrivateAnswers
{
    public static void UsePrivateAnswers(this WebApplication app) => app.Use(static (http, next) =>
    {
        if (http.GetEndpoint()?.Metadata is { } metadata && metadata.GetMetadata<IAuthorizeData>() is not null && metadata.GetMetadata<IAllowAnonymous>() is null)
            http.Response.Headers.CacheControl = "no-store";
        return next(http);
    });
}
