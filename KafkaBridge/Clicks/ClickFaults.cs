using OrleansState.Kafka;

namespace OrleansState.KafkaBridge.Clicks;

/// <summary>Why a JSON object is no event. The reasons are documented in <c>docs/dead-letters.md</c>.</summary>
internal static class ClickFaults
{
    public static EventFault MissingUser { get; } = new("missing-user-id", "The event has no user_id.");

    public static EventFault InvalidUser { get; } = new(
        "invalid-user-id", "user_id is neither a whole number nor a string of 1 to 128 printable ASCII characters without space, / or \\.");

    public static EventFault MissingAction { get; } = new("missing-action", "The event has no action.");

    public static EventFault InvalidAction { get; } = new(
        "invalid-action", "action is not a string of 1 to 64 characters without control characters.");

    public static EventFault TwiceNamed(string field) => new("duplicate-field", $"The event has {field} twice.");
}
