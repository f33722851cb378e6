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
    /// Of each record and tombstone the record, or a word shorter than any: that the user it would belong to was erased, or
    /// that the key holds something else, which keeps none of the others from being read.
    /// </summary>
    private const string Read =
        """
        local answers = {}
        for i = 1, #KEYS, 2 do
          local record = redis.pcall('GET', KEYS[i])
          if type(record) == 'table' then record = 'no string' end
          if not record and redis.call('EXISTS', KEYS[i + 1]) == 1 then record = 'erased' end
          answers[(i + 1) / 2] = record
        end
        return answers
        """;

    /// <summary>
    /// A record at a time: one that can't be stored keeps none of the others from being stored and answered for. A write
    /// that expects no record brings a second key, its user's tombstone, and begins none where that is there.
    /// </summary>
    private const string Write =
        """
        local outcomes = {}
        local k = 1
        for i = 1, #ARGV / 2 do
          local key, guard, record = KEYS[k], ARGV[2 * i - 1], ARGV[2 * i]
          local head = redis.pcall('GETRANGE', key, 0, 15)
          if type(head) == 'table' then
            outcomes[i] = '2'
          elseif head ~= guard then
            outcomes[i] = '0'
          elseif guard == '' and redis.call('EXISTS', KEYS[k + 1]) == 1 then
            outcomes[i] = '3'
          elseif record == '' then
            redis.call('DEL', key)
            outcomes[i] = '1'
          elseif redis.pcall('SET', key, record).err then
            outcomes[i] = '2'
          else
            outcomes[i] = '1'
          end
          if guard == '' then k = k + 2 else k = k + 1 end
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
