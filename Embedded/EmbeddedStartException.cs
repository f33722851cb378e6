namespace OrleansState.Embedded;

/// <summary>An embedded server can't start; the message says which and why, in a sentence for whoever started the process.</summary>
public sealed class EmbeddedStartException : Exception
{
    public EmbeddedStartException()
    {
    }

    public EmbeddedStartException(string message) : base(message)
    {
    }

    public EmbeddedStartException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
