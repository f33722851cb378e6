using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Options;
using Orleans.Clustering.Redis;
using Orleans.Configuration;
using OrleansState.Hosting.Redis;
using StackExchange.Redis;
using RedisOptions = OrleansState.Hosting.Redis.RedisOptions;

namespace OrleansState.Hosting.Membership;

/// <summary>
/// The membership table in Redis: one hash, of a version and a row a silo. Only a primary is asked, for what a replica has may
/// be a table of long ago.
/// </summary>
public sealed class MembershipHash(IOptions<RedisOptions> redis, IOptions<ClusterOptions> cluster) : IAsyncDisposable
{
    private const string VersionField = "Version";

    /// <summary>Whatever went wrong before, the status of a silo never goes back.</summary>
    private const string Write =
        """
        if (redis.call('HGET', KEYS[1], 'Version') or '0') ~= ARGV[1] then return 0 end
        for i = 3, #ARGV, 2 do
          local row = redis.call('HGET', KEYS[1], ARGV[i])
          if row and tonumber(string.match(row, '"Status":(%d+)')) > tonumber(string.match(ARGV[i + 1], '"Status":(%d+)')) then return 0 end
        end
        redis.call('HSET', KEYS[1], 'Version', ARGV[2], unpack(ARGV, 3))
        return 1
        """;

    private const string Beat =
        """
        local version = redis.call('HGET', KEYS[1], 'Version') or '0'
        local row = redis.call('HGET', KEYS[1], ARGV[1])
        if not row then return {version, '0'} end
        redis.call('HSET', KEYS[1], ARGV[1], (string.gsub(row, '"IAmAliveTime":"[^"]*"', '"IAmAliveTime":' .. ARGV[2])))
        return {version, string.match(row, '"Status":(%d+)')}
        """;

    private readonly RedisKey _key = new RedisClusteringOptions().CreateRedisKey(cluster.Value);
    private readonly SemaphoreSlim _connecting = new(1);
    private ConnectionMultiplexer? _connection;

    public async Task<MembershipView> ReadAsync()
    {
        var fields = await (await ConnectAsync()).GetDatabase().HashGetAllAsync(_key, CommandFlags.DemandMaster);
        return new MembershipView(
            ReadVersion(fields.FirstOrDefault(field => field.Name == VersionField).Value),
            fields.Where(field => field.Name != VersionField).Select(field => StoredRow.Read(field.Value!)).ToImmutableDictionary(row => row.SiloAddress));
    }

    /// <summary>Writes rows under a new version, all or none, where the table still has the version that the writer has read.</summary>
    public async Task<bool> TryWriteAsync(int read, int version, IEnumerable<MembershipEntry> rows)
    {
        RedisValue[] values = [Text(read), Text(version), .. rows.SelectMany(row => new RedisValue[] { Field(row.SiloAddress), StoredRow.Write(row) })];
        return (bool)await EvaluateAsync(Write, values);
    }

    /// <summary>Writes into a silo's row that it is alive.</summary>
    /// <returns>The table's version, and the silo's status in it: none where it has no row.</returns>
    public async Task<(int Version, SiloStatus Status)> BeatAsync(SiloAddress silo, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(silo);
        var answer = (RedisValue[])(await EvaluateAsync(Beat, [Field(silo), StoredRow.Time(now)]))!;
        return (ReadVersion(answer[0]), (SiloStatus)(int)answer[1]);
    }

    public async Task DeleteAsync(IEnumerable<SiloAddress> silos) =>
        await (await ConnectAsync()).GetDatabase().HashDeleteAsync(_key, [.. silos.Select(silo => (RedisValue)Field(silo))], CommandFlags.DemandMaster);

    public async Task DeleteAsync() => await (await ConnectAsync()).GetDatabase().KeyDeleteAsync(_key, CommandFlags.DemandMaster);

    /// <summary>Has the client look which of its servers is the primary now.</summary>
    public async Task LookForPrimaryAsync()
    {
        if (_connection is { } connection)
            await connection.ConfigureAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
            await connection.DisposeAsync();
        _connecting.Dispose();
    }

    private static string Field(SiloAddress silo) => silo.ToString();

    private static string Text(int version) => version.ToString(CultureInfo.InvariantCulture);

    private static int ReadVersion(RedisValue version) => version.IsNullOrEmpty ? 0 : (int)version;

    private async Task<RedisResult> EvaluateAsync(string script, RedisValue[] values) =>
        await (await ConnectAsync()).GetDatabase().ScriptEvaluateAsync(script, [_key], values, CommandFlags.DemandMaster);

    private async Task<ConnectionMultiplexer> ConnectAsync()
    {
        if (_connection is { } connection)
            return connection;
        await _connecting.WaitAsync();
        try
        {
            return _connection ??= await ConnectionMultiplexer.ConnectAsync(RedisServices.ConfigureMembership(redis.Value));
        }
        finally
        {
            _connecting.Release();
        }
    }
}
