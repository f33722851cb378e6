using Polly.CircuitBreaker;
using StackExchange.Redis;

namespace OrleansState.Grains.Engine.Redis;

/// <summary>What a fault of the client or the server says about the command.</summary>
internal static class RedisFaults
{
    /// <summary>The server does not have the script: it is in another life than the one the script was loaded in.</summary>
    public static bool IsNoScript(RedisServerException refusal) => refusal.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal);

    public static bool IsStoreFault(Exception fault) => fault is RedisException or TimeoutException or BrokenCircuitException or ObjectDisposedException or IOException;

    /// <summary>A command that never left this process, or that the server answered with an error, certainly changed nothing.</summary>
    public static bool MayHaveLanded(Exception fault) => fault switch
    {
        RedisServerException or BrokenCircuitException => false,
        RedisConnectionException connection => WasSent(connection.CommandStatus),
        RedisTimeoutException timeout => WasSent(timeout.Commandstatus),
        _ => true,
    };

    private static bool WasSent(CommandStatus status) => status is not (CommandStatus.WaitingToBeSent or CommandStatus.WaitingInBacklog);
}
