namespace OrleansState.AspNetCore;

/// <summary>Codes of the problems that this package answers with, beside those of refusals (<see cref="RefusalCodes"/>). They are never renamed.</summary>
public static class StateProblemCodes
{
    /// <summary>400: <c>Idempotency-Key</c>, <c>If-Match</c> or <c>If-None-Match</c> can't be read.</summary>
    public const string MalformedHeader = "malformed-header";

    /// <summary>410: the user whose state it is has been erased.</summary>
    public const string UserErased = "user-erased";

    /// <summary>500: there is a record that this release can't read; nothing was changed.</summary>
    public const string StateUnreadable = "state-unreadable";

    /// <summary>503: the store or the grain was out of reach, and nothing was changed.</summary>
    public const string StoreUnavailable = "store-unavailable";

    /// <summary>503: no answer came in time, and the command may have taken effect.</summary>
    public const string OutcomeUnknown = "outcome-unknown";

    /// <summary>429: the user has as many streams open in this process as one may.</summary>
    public const string TooManyStreams = "too-many-streams";

    /// <summary>503: the process has as many streams open as it may, or it is stopping.</summary>
    public const string StreamsExhausted = "streams-exhausted";
}
