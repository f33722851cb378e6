using Polly.CircuitBreaker;
using StackExchange.Redis;

namespace OrleansState.Redis;

/// <summary>What a fault of the client or the server says about the command.</summary>
internal static class RedisFaults
{
    /// <summary>Garnet's words for a script that has used up its time.</summary>
    private const string BrokenOff = "exceeded configured timeout";

    /// <summary>
    /// The server is in another epoch than the one the script was loaded in: it does not have the script, or the script says so.
    /// </summary>
    public static bool IsOtherEpoch(RedisServerException refusal) => IsOfOtherEpoch(refusal.Message);

    /// <summary>The same of a server's words.</summary>
    private static bool IsOfOtherEpoch(string words) =>
        words.StartsWith("NOSCRIPT", StringComparison.Ordinal) || words.Contains(RedisEpoch.Ended, StringComparison.Ordinal);

    /// <summary>Whether another server may be the primary by now: this one says that it is none, or can't be reached.</summary>
    public static bool MayHaveAnotherPrimary(Exception fault) => fault switch
    {
        RedisServerException refusal => refusal.Message.Contains("READONLY", StringComparison.Ordinal),
        _ => fault is NoPrimaryException or RedisConnectionException or RedisTimeoutException,
    };

    public static bool IsStoreFault(Exception fault) => fault is RedisException or RedisCommandException or TimeoutException or BrokenCircuitException or ObjectDisposedException or IOException;

    /// <summary>
    /// A command that never left this process, or that the server answered with an error, certainly changed nothing; but for a
    /// script that the embedded store broke off since it took too long, which may have been in the middle of its writes.
    /// </summary>
    public static bool MayHaveLanded(Exception fault) => fault switch
    {
        RedisServerException refusal => refusal.Message.Contains(BrokenOff, StringComparison.Ordinal),
        BrokenCircuitException => false,
        RedisConnectionException connection => WasSent(connection.CommandStatus),
        RedisTimeoutException timeout => WasSent(timeout.Commandstatus),
        _ => true,
    };

    private static bool WasSent(CommandStatus status) => status is not (CommandStatus.WaitingToBeSent or CommandStatus.WaitingInBacklog);
}
