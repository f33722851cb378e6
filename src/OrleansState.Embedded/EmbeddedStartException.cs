namespace OrleansState.Embedded;

/// <summary>An embedded server can't start; the message says which and why, in a sentence for whoever started the process.</summary>
public sealed class EmbeddedStartException : Exception
{
    /// <summary>One that says nothing yet.</summary>
    public EmbeddedStartException()
    {
    }

    /// <summary>One whose cause is no exception.</summary>
    public EmbeddedStartException(string message) : base(message)
    {
    }

    /// <summary>One that another exception has caused.</summary>
    public EmbeddedStartException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
