namespace OrleansState;

/// <summary>
/// A record is there and can't be read: a later release wrote it, or something else did. The store answers, so that trying
/// again does not help, and only what this record belongs to is out of reach. Nothing was changed.
/// </summary>
[GenerateSerializer, Alias("orleansstate.state-unreadable")]
public sealed class StateUnreadableException : Exception
{
    /// <summary>For the serializer.</summary>
    public StateUnreadableException()
    {
    }

    /// <summary>For the serializer.</summary>
    public StateUnreadableException(string message) : base(message)
    {
    }

    /// <summary>For the serializer.</summary>
    public StateUnreadableException(string message, Exception? innerException) : base(message, innerException)
    {
    }

    /// <summary>The words of a codec's exception travel, the exception does not: it may have no codec itself.</summary>
    /// <param name="recordKey">The record's key, <c>kind/key</c>.</param>
    /// <param name="reason">Why it can't be read.</param>
    public StateUnreadableException(string recordKey, string reason) : base($"The record {recordKey} can't be read: {reason}") =>
        RecordKey = recordKey;

    /// <summary>The record's key, <c>kind/key</c>.</summary>
    [Id(0)]
    public string? RecordKey { get; init; }
}
