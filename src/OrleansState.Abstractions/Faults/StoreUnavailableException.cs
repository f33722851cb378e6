namespace OrleansState;

/// <summary>
/// The store did not confirm a read or a write. Where <see cref="OutcomeUnknown"/> is true the command may still
/// have taken effect; else it certainly has not. The grain reloads before it answers anyone.
/// </summary>
[GenerateSerializer, Alias("orleansstate.store-unavailable")]
public sealed class StoreUnavailableException : Exception
{
    /// <summary>For the serializer.</summary>
    public StoreUnavailableException()
    {
    }

    /// <summary>For the serializer.</summary>
    public StoreUnavailableException(string message) : base(message)
    {
    }

    /// <summary>A failed read: nothing can have changed.</summary>
    public StoreUnavailableException(string message, Exception? inner) : base(message, Portable(inner))
    {
    }

    /// <summary>A failed read or write of one record.</summary>
    public StoreUnavailableException(string message, bool outcomeUnknown, Exception? inner) : base(message, Portable(inner)) =>
        OutcomeUnknown = outcomeUnknown;

    /// <summary>Whether the command may have taken effect all the same.</summary>
    [Id(0)]
    public bool OutcomeUnknown { get; init; }

    /// <summary>The same fault, met when its command had already made something durable: that nothing was changed can't be said any more.</summary>
    public StoreUnavailableException AfterAWrite() => OutcomeUnknown ? this : new StoreUnavailableException(Message, true, this);

    /// <summary>
    /// An exception of a client library has no codec, whatever it derives from, and a call that throws one ends as a fault
    /// of serialization: its words travel.
    /// </summary>
    private static Exception? Portable(Exception? inner) => inner is null or StoreUnavailableException
        ? inner
        : new InvalidOperationException($"{inner.GetType().FullName}: {inner.Message}");
}
