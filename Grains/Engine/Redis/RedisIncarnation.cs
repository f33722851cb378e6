using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace OrleansState.Grains.Engine.Redis;

/// <summary>
/// A life of a Redis server, and the scripts that work in that life only. Redis forgets its script cache when it
/// restarts, and a promoted replica never had its primary's: a script called by its hash alone is therefore refused
/// (<c>NOSCRIPT</c>) by any later life, atomically and for nothing.
/// </summary>
internal sealed class RedisIncarnation : StoreIncarnation
{
    /// <summary>
    /// Keys of records, then of as many tombstones. Answers of each the record, or a word shorter than any: that the user it
    /// would belong to was erased, or that the key holds something else, which keeps none of the others from being read.
    /// A call of a command costs more than the command, so that each is made once for all records.
    /// </summary>
    private const string Read =
        """
        local n = #KEYS / 2
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
    /// A record at a time: one that can't be stored keeps none of the others from being stored and answered for. Behind the
    /// keys of the records come, for those that expect no record, their users' tombstones: none is begun where that is there.
    /// Numbers among a command's arguments are strings here, since Lua prints each by way of its decimals.
    /// </summary>
    private const string Write =
        """
        local outcomes = {}
        local n = #ARGV / 2
        local erased = #KEYS > n and redis.call('EXISTS', unpack(KEYS, n + 1)) > 0
        local t = n
        for i = 1, n do
          local key, guard, record = KEYS[i], ARGV[2 * i - 1], ARGV[2 * i]
          if guard == '' then t = t + 1 end
          local head = redis.pcall('GETRANGE', key, '0', '15')
          if type(head) == 'table' then
            outcomes[i] = '2'
          elseif head ~= guard then
            outcomes[i] = '0'
          elseif erased and guard == '' and redis.call('EXISTS', KEYS[t]) == 1 then
            outcomes[i] = '3'
          elseif record == '' then
            redis.call('DEL', key)
            outcomes[i] = '1'
          elseif redis.pcall('SET', key, record).err then
            outcomes[i] = '2'
          else
            outcomes[i] = '1'
          end
        end
        return table.concat(outcomes)
        """;

    /// <summary>The script's word for a key that holds no record but something else.</summary>
    public static ReadOnlySpan<byte> NoString => "no string"u8;

    /// <summary>The script's word for a record whose ETag was another.</summary>
    public const byte Conflict = (byte)'0';

    /// <summary>The script's word for a record it has replaced.</summary>
    public const byte Written = (byte)'1';

    /// <summary>The script's word for a record it did not begin, because its user was erased.</summary>
    public const byte Erased = (byte)'3';

    private readonly bool _commitsWhenAsked;
    private readonly StoreFile? _file;

    /// <param name="runId">The server's run id, from <c>INFO server</c>.</param>
    /// <param name="commitsWhenAsked">Whether the server has to be asked before what it was told is in its file: see <see cref="CommitAsync"/>.</param>
    /// <param name="file">The file of a server in this process.</param>
    public RedisIncarnation(string runId, bool commitsWhenAsked, StoreFile? file) : base(runId)
    {
        (_commitsWhenAsked, _file) = (commitsWhenAsked, file);

        // The nonce makes the scripts this object's own: where the server restarts while they are being loaded, the
        // copies that reach its next life are never called.
        var header = $"-- {runId} {Guid.NewGuid():N}\n";
        ReadScript = header + Read;
        WriteScript = header + Write;
        ReadHash = Hash(ReadScript);
        WriteHash = Hash(WriteScript);
    }

    public string ReadScript { get; }

    public string WriteScript { get; }

    public byte[] ReadHash { get; }

    public byte[] WriteHash { get; }

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
