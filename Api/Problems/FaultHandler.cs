using Microsoft.AspNetCore.Diagnostics;
using OrleansState.Hosting.Clustering;

namespace OrleansState.Api.Problems;

/// <summary>Turns the faults that can be expected into problem documents. Any other is a defect: 500, and a line in the log.</summary>
internal sealed partial class FaultHandler(IProblemDetailsService problems, ILogger<FaultHandler> logger) : IExceptionHandler
{
    private static readonly (string Code, string Detail) NothingChanged =
        (ProblemCodes.StoreUnavailable, "The state is out of reach for the moment and nothing was changed. Try again.");

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (Explain(exception, httpContext) is not var (code, detail))
            return false;
        if (exception is StateUnreadableException)
            LogUnreadable(exception.Message);
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
        InvalidRequestException invalid => (invalid.Code, invalid.Message),
        BadHttpRequestException bad => (ProblemTable.Of(bad.StatusCode).Code, ProblemDetail.Of(http, bad.StatusCode)),
        UserErasedException => http.Request.Path.StartsWithSegments("/admin")
            ? (ProblemCodes.NotFound, "This user has been erased.")
            : (ProblemCodes.Unauthorized, "The user of this access token has been erased."),
        StoreUnavailableException { OutcomeUnknown: false } when !Progress.Of(http) => NothingChanged,
        StateUnreadableException when !Progress.Of(http) => (ProblemCodes.StateUnreadable, "What is stored of this can't be read by this release, and nothing was changed. Trying again does not help; an operator has to look."),
        StateUnreadableException => (ProblemCodes.StateUnreadable, "What is stored of this can't be read by this release, and a part of the call had been carried out before. Trying again does not help; an operator has to look."),
        _ when fault.IsRefusal() && !Progress.Of(http) => NothingChanged,
        // A call that timed out, or whose silo died under it, may have been carried out all the same.
        StoreUnavailableException or TimeoutException or OrleansException => Changes(http)
            ? (ProblemCodes.OutcomeUnknown, "No answer came in time. The call may or may not have taken effect: read the state before sending it again.")
            : (ProblemCodes.StoreUnavailable, "The state is out of reach for the moment. Try again."),
        _ => null,
    };

    [LoggerMessage(EventId = 2050, Level = LogLevel.Error, Message = "{Reason}")]
    private partial void LogUnreadable(string reason);

    private static bool Changes(HttpContext http) => !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method);
}
