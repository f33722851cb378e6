using OrleansState.AspNetCore;

namespace OrleansState.Api.Problems;

/// <summary>Codes of refusals that the API gives itself; a grain's are in <c>RefusalCodes</c>. Never renamed.</summary>
internal static class ProblemCodes
{
    public const string MalformedRequest = "malformed-request";
    public const string MalformedBody = "malformed-body";
    public const string MalformedHeader = StateProblemCodes.MalformedHeader;
    public const string InvalidField = "invalid-field";
    public const string Unauthorized = "unauthorized";
    public const string InvalidCredentials = "invalid-credentials";
    public const string InvalidRefreshToken = "invalid-refresh-token";
    public const string InvalidGuestToken = "invalid-guest-token";
    public const string HttpsRequired = "https-required";
    public const string HostNotAllowed = "host-not-allowed";
    public const string UriTooLong = "uri-too-long";
    public const string HeadersTooLarge = "headers-too-large";
    public const string VersionNotSupported = "http-version-not-supported";
    public const string Forbidden = "forbidden";
    public const string NotFound = "not-found";
    public const string MethodNotAllowed = "method-not-allowed";
    public const string BodyTooLarge = "body-too-large";
    public const string UnsupportedMediaType = "unsupported-media-type";
    public const string TooManyAttempts = "too-many-attempts";
    public const string TooManyRequests = "too-many-requests";
    public const string TooManyStreams = StateProblemCodes.TooManyStreams;
    public const string StreamsExhausted = StateProblemCodes.StreamsExhausted;
    public const string Busy = "busy";
    public const string RequestTimeout = "request-timeout";
    public const string InternalError = "internal-error";
    public const string StateUnreadable = StateProblemCodes.StateUnreadable;
    public const string StoreUnavailable = StateProblemCodes.StoreUnavailable;
    public const string KafkaUnavailable = "kafka-unavailable";
    public const string HistoryNotKept = "history-not-kept";
    public const string OutcomeUnknown = StateProblemCodes.OutcomeUnknown;
}
