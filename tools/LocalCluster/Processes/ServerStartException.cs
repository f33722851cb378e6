namespace OrleansState.LocalCluster.Processes;

/// <summary>A server did not come up; the message ends with the last lines it wrote.</summary>
public sealed class ServerStartException : Exception
{
    public ServerStartException()
    {
    }

    public ServerStartException(string message) : base(message)
    {
    }

    public ServerStartException(string message, Exception innerException) : base(message, innerException)
    {
    }

    internal static ServerStartException For(ChildProcess process, string what) =>
        new($"{process.Name} {what}. Its last lines:\n{process.LogTail()}");
}
