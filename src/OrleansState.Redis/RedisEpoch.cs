using System.Security.Cryptography;
using System.Text;
using OrleansState.Storage;
using StackExchange.Redis;

namespace OrleansState.Redis;

/// <summary>
/// An epoch of a Redis server, and the scripts that work in that epoch only. Redis forgets its script cache when it
/// restarts, and a promoted replica never had its primary's: a script called by its hash alone is therefore refused
/// (<c>NOSCRIPT</c>) by any later epoch, atomically and for nothing. What keeps the script cache is refused by the script
/// itself (<see cref="Ended"/>): a primary that was demoted, or demoted and promoted again, has another replication id, and a
/// server whose records were taken away has lost the record of its generation with them.
/// </summary>
internal sealed class RedisEpoch : StoreEpoch
{
    /// <summary>The code of the error by which a script refuses to work in another epoch than its own.</summary>
    public const string Ended = "EPOCHENDED";

    /// <summary>What each script looks at first. The last key is that of the generation.</summary>
    private const string OfGeneration =
        """
        if redis.call('GET', KEYS[#KEYS]) ~= '{0}' then return redis.error_reply('EPOCHENDED the records are of another generation') end

        """;

    /// <summary>
    /// What a script of a Redis server looks at then: a promotion changes the replication id. It costs Redis some 3 µs a call.
    /// Garnet is never demoted, and has no use for it.
    /// </summary>
    private const string OfPrimary =
        """
        local replication = redis.call('INFO', 'replication')
        if not string.find(replication, 'role:master', 1, true) or not string.find(replication, 'master_replid:{0}', 1, true) then
          return redis.error_reply('EPOCHENDED the server is no primary any more, or has been promoted again')
        end

        """;

    /// <summary>
    /// Keys of records, then of as many tombstones, then of the generation. Answers of each the record, or a word shorter than any: that the user it
    /// would belong to was erased, or that the key holds something else, which keeps none of the others from being read.
    /// A call of a command costs more than the command, so that each is made once for all records.
    /// </summary>
    private const string Read =
        """
        local n = (#KEYS - 1) / 2
        local answers = redis.call('MGET', unpack(KEYS, 1, n))
        local absent = {}
        for i = 1, n do
          if not answers[i] then
            absent[#absent + 1] = KEYS[i]
            absent[#absent + 1] = KEYS[n + i]
          end
        end
        if #absent > 0 and redis.call('EXISTS', unpack(absent)) > 0 then
          for i = 1, n do
            if not answers[i] then
              if redis.call('EXISTS', KEYS[i]) == 1 then answers[i] = 'no string'
              elseif redis.call('EXISTS', KEYS[n + i]) == 1 then answers[i] = 'erased' end
            end
          end
        end
        return answers
        """;

    /// <summary>
    /// A record at a time: one that can't be stored keeps none of the others from being stored and answered for. A key that
    /// has come to hold something else is no longer the record that was expected; who reads it is told. Behind the
    /// keys of the records come, for those that expect no record, their users' tombstones: none is begun where that is there.
    /// The answer is a letter a record, then a line for each that could not be stored, with Redis' own word for it.
    /// Numbers among a command's arguments are strings here, since Lua prints each by way of its decimals.
    /// </summary>
    private const string Write =
        """
        local outcomes = {}
        local faults = {}
        local n = #ARGV / 2
        local erased = #KEYS > n + 1 and redis.call('EXISTS', unpack(KEYS, n + 1, #KEYS - 1)) > 0
        local t = n
        for i = 1, n do
          local key, guard, record = KEYS[i], ARGV[2 * i - 1], ARGV[2 * i]
          if guard == '' then t = t + 1 end
          local head = redis.pcall('GETRANGE', key, '0', '15')
          if type(head) == 'table' and string.sub(head.err, 1, 9) == 'WRONGTYPE' then
            outcomes[i] = '0'
          elseif type(head) == 'table' then
            outcomes[i] = '2'
            faults[#faults + 1] = '\n' .. head.err
          elseif head ~= guard then
            outcomes[i] = '0'
          elseif erased and guard == '' and redis.call('EXISTS', KEYS[t]) == 1 then
            outcomes[i] = '3'
          else
            local done = record == '' and redis.pcall('DEL', key) or redis.pcall('SET', key, record)
            if type(done) == 'table' and done.err then
              outcomes[i] = '2'
              faults[#faults + 1] = '\n' .. done.err
            else
              outcomes[i] = '1'
            end
          end
        end
        return table.concat(outcomes) .. table.concat(faults)
        """;

    /// <summary>The script's word for a record that is not there because its user was erased; any other answer shorter than an ETag is no record.</summary>
    public static ReadOnlySpan<byte> ErasedUser => "erased"u8;

    /// <summary>The script's word for a record whose ETag was another.</summary>
    public const byte Conflict = (byte)'0';

    /// <summary>The script's word for a record it has replaced.</summary>
    public const byte Written = (byte)'1';

    /// <summary>The script's word for a record that Redis did not store; its own word for it follows in a line.</summary>
    public const byte Failed = (byte)'2';

    /// <summary>The script's word for a record it did not begin, because its user was erased.</summary>
    public const byte Erased = (byte)'3';

    /// <summary>The script's word for a record it did not replace, because a key that was to take effect has done so before.</summary>
    public const byte KeyKnown = (byte)'4';

    private readonly bool _commitsWhenAsked;
    private readonly StoreFile? _file;

    /// <param name="server">Which server, in which of its lives.</param>
    /// <param name="generation">What the key of the generation holds.</param>
    /// <param name="file">The file of a server in this process.</param>
    public RedisEpoch(RedisIdentity server, string generation, StoreFile? file)
        : base(Compose(generation, server.RunId, server.ReplicationId))
    {
        // Garnet has to be asked before what it was told is in its file: see CommitAsync.
        (_commitsWhenAsked, _file) = (server.IsGarnet, file);

        // The nonce makes the scripts this object's own: where the server restarts while they are being loaded, the
        // copies that reach its next epoch are never called.
        var header = $"-- {server.RunId} {Guid.NewGuid():N}\n" + OfGeneration.Replace("{0}", generation, StringComparison.Ordinal)
            + (server.IsGarnet ? "" : OfPrimary.Replace("{0}", server.ReplicationId, StringComparison.Ordinal));
        ReadScript = header + Read;
        WriteScript = header + Write;
        ReadHash = Hash(ReadScript);
        WriteHash = Hash(WriteScript);
        IndexedWriteScript = header + IndexedScript.Write;
        FindKeyScript = header + KeyScripts.Find;
        IndexedWriteHash = Hash(IndexedWriteScript);
        FindKeyHash = Hash(FindKeyScript);
    }

    public string ReadScript { get; }

    public string WriteScript { get; }

    public byte[] ReadHash { get; }

    public byte[] WriteHash { get; }

    /// <summary>Writes records, the keys beside them and the indexes that contain them.</summary>
    public string IndexedWriteScript { get; }

    public string FindKeyScript { get; }

    public byte[] IndexedWriteHash { get; }

    public byte[] FindKeyHash { get; }

    /// <summary>
    /// Answers what a write was answered, once the server's file has it. Garnet waits for its append-only file once a command
    /// of a script, or not at all; asked after the script, it waits once for all of it. A Redis server writes its file before
    /// it answers and is asked nothing.
    /// </summary>
    public async Task<T> CommitAsync<T>(IDatabase db, Task<T> write)
    {
        if (_file is null && _commitsWhenAsked)
            await Task.WhenAll(write, db.ExecuteAsync("COMMITAOF")).ConfigureAwait(false);
        var answer = await write.ConfigureAwait(false);
        if (_file is not null)
            await _file.CommitAsync().ConfigureAwait(false);
        return answer;
    }

    // Redis names a script by the SHA-1 of its text; nothing secret hangs on it.
#pragma warning disable CA5350
    private static byte[] Hash(string script) => SHA1.HashData(Encoding.UTF8.GetBytes(script));
#pragma warning restore CA5350
}
