namespace OrleansState.Kafka;

/// <summary>Why a record can't be used. It goes to the dead-letter topic with these two as headers.</summary>
/// <param name="Reason">Stable, in lower case with hyphens: what kind of fault it is. Alerts and scripts go by it.</param>
/// <param name="Detail">A sentence for people; at most 500 characters of it are kept.</param>
public sealed record EventFault(string Reason, string Detail)
{
    /// <summary><c>not-json</c>: the value is no JSON, or not all of it, or nested too deep.</summary>
    public static EventFault NotJson(string detail) => new("not-json", detail);

    /// <summary><c>not-an-object</c>: the value is JSON, but no object.</summary>
    public static EventFault NotAnObject { get; } = new("not-an-object", "The value is JSON, but not an object.");

    /// <summary><c>too-large</c>: the value has more bytes than an event may have.</summary>
    public static EventFault TooLarge(int bytes, int maxBytes) => new("too-large", $"The value has {bytes} bytes; {maxBytes} are the most.");

    /// <summary><c>unsupported-cloudevent</c>: a CloudEvent of another version than 1.0, or without what one must have.</summary>
    public static EventFault UnsupportedCloudEvent(string detail) => new("unsupported-cloudevent", detail);

    /// <summary><c>unreadable</c>: the Kafka client can't unpack the batch it lies in, or the reader threw.</summary>
    public static EventFault Unreadable(string detail) => new("unreadable", detail);

    /// <summary><c>invalid-redrive-origin</c>: the header <c>orleansstate-redriven-from</c> is there and can't be read.</summary>
    public static EventFault InvalidOrigin { get; } = new("invalid-redrive-origin", "The header that says where a redriven event first lay can't be read.");
}
