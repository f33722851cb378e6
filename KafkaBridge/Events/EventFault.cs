namespace OrleansState.KafkaBridge.Events;

/// <summary>Why an event can't be used.</summary>
/// <param name="Reason">Stable, documented in <c>docs/dead-letters.md</c>.</param>
/// <param name="Detail">For people.</param>
internal sealed record EventFault(string Reason, string Detail)
{
    public static EventFault NotJson(string detail) => new("not-json", detail);

    public static EventFault NotAnObject { get; } = new("not-an-object", "The value is JSON, but not an object.");

    public static EventFault MissingUser { get; } = new("missing-user-id", "The event has no user_id.");

    public static EventFault InvalidUser { get; } = new(
        "invalid-user-id", "user_id is neither a whole number nor a string of 1 to 128 printable ASCII characters without space, / or \\.");

    public static EventFault MissingAction { get; } = new("missing-action", "The event has no action.");

    public static EventFault InvalidAction { get; } = new(
        "invalid-action", "action is not a string of 1 to 64 characters without control characters.");

    public static EventFault TwiceNamed(string field) => new("duplicate-field", $"The event has {field} twice.");

    public static EventFault TooLarge(int bytes) => new("too-large", $"The value has {bytes} bytes; {EventLimits.ValueBytes} are the most.");

    public static EventFault UnsupportedCloudEvent(string detail) => new("unsupported-cloudevent", detail);

    public static EventFault Unreadable(string detail) => new("unreadable", detail);

    public static EventFault InvalidOrigin { get; } = new("invalid-redrive-origin", "The header that says where a redriven event first lay can't be read.");
}
