namespace OrleansState;

/// <summary>The user has been erased: there is no state of theirs, and none is made until the tombstone has run out.</summary>
[GenerateSerializer, Alias("orleansstate.user-erased")]
public sealed class UserErasedException : Exception
{
    /// <summary>With the usual words.</summary>
    public UserErasedException() : base("The user has been erased.")
    {
    }

    /// <summary>For the serializer.</summary>
    public UserErasedException(string message) : base(message)
    {
    }

    /// <summary>For the serializer.</summary>
    public UserErasedException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
