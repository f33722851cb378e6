using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OrleansState.AspNetCore;

/// <summary>Turns the faults that durable grains are known for into problem documents. Any other is for another handler.</summary>
internal sealed partial class StateFaultHandler(ILogger<StateFaultHandler> logger) : IExceptionHandler
{
    private static readonly (string Code, string Detail) NothingChanged =
        (StateProblemCodes.StoreUnavailable, "The state is out of reach for the moment and nothing was changed. Try again.");

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (Explain(exception, httpContext) is not var (code, detail))
            return false;
        if (exception is StateUnreadableException)
            LogUnreadable(exception.Message);
        await StateProblems.Create(code, detail, httpContext).ExecuteAsync(httpContext).ConfigureAwait(false);
        return true;
    }

    private static (string Code, string Detail)? Explain(Exception fault, HttpContext http) => fault switch
    {
        InvalidRequestException invalid => (invalid.Code, invalid.Message),
        UserErasedException => (StateProblemCodes.UserErased, "The user whose state this is has been erased."),
        StoreUnavailableException { OutcomeUnknown: false } when !PartialEffect.HasBegun(http) => NothingChanged,
        StateUnreadableException when !PartialEffect.HasBegun(http) => (StateProblemCodes.StateUnreadable, "What is stored of this can't be read by this release, and nothing was changed. Trying again does not help; an operator has to look."),
        StateUnreadableException => (StateProblemCodes.StateUnreadable, "What is stored of this can't be read by this release, and a part of the call had been carried out before. Trying again does not help; an operator has to look."),
        _ when fault.IsRejection() && !PartialEffect.HasBegun(http) => NothingChanged,
        // A call that timed out, or whose silo died under it, may have been carried out all the same.
        StoreUnavailableException or TimeoutException or OrleansException => Changes(http)
            ? (StateProblemCodes.OutcomeUnknown, "No answer came in time. The call may or may not have taken effect: read the state before sending it again.")
            : (StateProblemCodes.StoreUnavailable, "The state is out of reach for the moment. Try again."),
        _ => null,
    };

    [LoggerMessage(EventId = 2050, Level = LogLevel.Error, Message = "{Reason}")]
    private partial void LogUnreadable(string reason);

    private static bool Changes(HttpContext http) => !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method);
}
