namespace OrleansState.Api.Problems;

/// <summary>The sentence of a refusal that the framework made without one.</summary>
internal static class ProblemDetail
{
    public static string Of(HttpContext http, int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "This call needs the header Authorization: Bearer, with an access token from POST /login that is still valid.",
        StatusCodes.Status403Forbidden => "The access token is valid, but its user may not do this.",
        StatusCodes.Status404NotFound => $"No route matches {http.Request.Path}.",
        StatusCodes.Status405MethodNotAllowed when !http.Request.Path.HasValue => "This form of a request's target does not go with the method; the Allow header says which does.",
        StatusCodes.Status405MethodNotAllowed => $"{http.Request.Path} can't be called with {http.Request.Method}; the Allow header says what it takes.",
        StatusCodes.Status413PayloadTooLarge => $"A body may have {RequestLimits.BodyBytes} bytes.",
        StatusCodes.Status408RequestTimeout => "The request did not come to its end in time.",
        StatusCodes.Status414UriTooLong => $"A request line may have {RequestLimits.RequestLineBytes} bytes.",
        StatusCodes.Status431RequestHeaderFieldsTooLarge => $"A request may have {RequestLimits.Headers} headers, with {RequestLimits.HeaderBytes} bytes together.",
        StatusCodes.Status505HttpVersionNotsupported => "This version of HTTP is not spoken here.",
        StatusCodes.Status415UnsupportedMediaType => "A body is sent as application/json.",
        >= 500 => "The request could not be answered. What went wrong is in the log of the process.",
        _ => "The request could not be read: it is not in the form of HTTP.",
    };
}
