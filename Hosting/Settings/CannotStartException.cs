namespace OrleansState.Hosting.Settings;

/// <summary>Something the process needs is not to be had: a port, a directory, its data. The message is one sentence.</summary>
public sealed class CannotStartException : Exception
{
    public CannotStartException()
    {
    }

    public CannotStartException(string message) : base(message)
    {
    }

    public CannotStartException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
