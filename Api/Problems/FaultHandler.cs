using Microsoft.AspNetCore.Diagnostics;

namespace OrleansState.Api.Problems;

/// <summary>
/// Turns into problem documents what only the Api can name: what the server could not read, and users who are gone. Faults of the
/// state are left to OrleansState.AspNetCore. Any other is a defect: 500, and a line in the log.
/// </summary>
internal sealed class FaultHandler(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (Explain(exception, httpContext) is not var (code, detail))
            return false;
        var kind = ProblemTable.Of(code);
        httpContext.Response.StatusCode = kind.Status;
        if (exception is UserErasedException && code == ProblemCodes.Unauthorized)
            httpContext.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\", error_description=\"The user has been erased\"";
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails = Problem.Document(kind, detail),
        });
    }

    private static (string Code, string Detail)? Explain(Exception fault, HttpContext http) => fault switch
    {
        BadHttpRequestException bad => (ProblemTable.Of(bad.StatusCode).Code, ProblemDetail.Of(http, bad.StatusCode)),
        UserErasedException => http.Request.Path.StartsWithSegments("/admin")
            ? (ProblemCodes.NotFound, "This user has been erased.")
            : (ProblemCodes.Unauthorized, "The user of this access token has been erased."),
        _ => null,
    };
}
