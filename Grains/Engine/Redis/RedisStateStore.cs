using System.Diagnostics.CodeAnalysis;
using OrleansState.Replies;
using StackExchange.Redis;

namespace OrleansState.Grains.Engine.Redis;

/// <summary>
/// Records in Redis: one string a record, the ETag's 16 bytes and then the payload. A write is one script that compares
/// the ETag and replaces the record; it is loaded for one life of the server and refused by any other.
/// </summary>
internal sealed class RedisStateStore(IConnectionMultiplexer redis, RedisIncarnations incarnations, string keyPrefix) : IStateStore
{
    /// <summary>How often a read follows the server into a new life before it gives up.</summary>
    private const int MaxReadAttempts = 3;

    /// <summary>Never written: reading it asks the server and nothing else.</summary>
    private const string ProbeKey = "probe";

    private readonly IDatabase _db = redis.GetDatabase();

    public async Task<StoredRecord> ReadAsync(string key)
    {
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var incarnation = await incarnations.CurrentAsync().ConfigureAwait(false);
                try
                {
                    var reply = await _db.ScriptEvaluateAsync(incarnation.ReadHash, [keyPrefix + key]).ConfigureAwait(false);
                    return ToRecord((byte[]?)reply, incarnation);
                }
                catch (RedisServerException refusal) when (IsNoScript(refusal) && attempt < MaxReadAttempts)
                {
                    incarnations.Ended(incarnation);
                }
            }
        }
        catch (Exception fault) when (IsStoreFault(fault))
        {
            throw new StoreUnavailableException($"Redis did not answer a read: {fault.Message}", false, fault);
        }
    }

    public async Task<WriteOutcome> WriteAsync(
        string key, ETag expected, ETag next, ReadOnlyMemory<byte> payload, StoreIncarnation incarnation)
    {
        var life = (RedisIncarnation)incarnation;
        try
        {
            var reply = await _db.ScriptEvaluateAsync(
                life.WriteHash, [keyPrefix + key], [Guard(expected), Record(next, payload.Span)]).ConfigureAwait(false);
            return (long)reply == 1 ? WriteOutcome.Written : WriteOutcome.Conflict;
        }
        catch (RedisServerException refusal) when (IsNoScript(refusal))
        {
            incarnations.Ended(life);
            return WriteOutcome.OtherIncarnation;
        }
        catch (Exception fault) when (IsStoreFault(fault))
        {
            throw new StoreUnavailableException($"Redis did not confirm a write: {fault.Message}", MayHaveLanded(fault), fault);
        }
    }

    /// <summary>
    /// The token of the life the server is in, asked of the server: a script of the life known so far is called, and
    /// where it is refused the new life is entered.
    /// </summary>
    /// <exception cref="StoreUnavailableException">No answer within the store's timeout.</exception>
    public async Task<string> CurrentTokenAsync() => (await ReadAsync(ProbeKey).ConfigureAwait(false)).Incarnation.Token;

    private static StoredRecord ToRecord(byte[]? value, StoreIncarnation incarnation) => value is null
        ? new StoredRecord(default, ETag.None, incarnation)
        : new StoredRecord(value.AsMemory(ETag.Size), ETag.Read(value), incarnation);

    private static RedisValue Guard(ETag expected)
    {
        if (expected == ETag.None)
            return RedisValue.EmptyString;
        var guard = new byte[ETag.Size];
        expected.Write(guard);
        return guard;
    }

    private static RedisValue Record(ETag next, ReadOnlySpan<byte> payload)
    {
        var record = new byte[ETag.Size + payload.Length];
        next.Write(record);
        payload.CopyTo(record.AsSpan(ETag.Size));
        return record;
    }

    private static bool IsNoScript(RedisServerException refusal) => refusal.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal);

    private static bool IsStoreFault(Exception fault) => fault is RedisException or RedisTimeoutException or ObjectDisposedException;

    /// <summary>A command that never left this process, or that the server answered with an error, certainly changed nothing.</summary>
    [SuppressMessage("Style", "IDE0072", Justification = "Every other status means that the command may have been sent.")]
    private static bool MayHaveLanded(Exception fault) => fault switch
    {
        RedisServerException => false,
        RedisConnectionException connection => connection.CommandStatus is not (CommandStatus.WaitingToBeSent or CommandStatus.WaitingInBacklog),
        RedisTimeoutException timeout => timeout.Commandstatus is not (CommandStatus.WaitingToBeSent or CommandStatus.WaitingInBacklog),
        _ => true,
    };
}
