using OrleansState.LocalCluster.Redis;
using OrleansState.TestServers;
using StackExchange.Redis;

namespace OrleansState.Grains.Tests.Engine.Redis;

/// <summary>Each reason that Redis has to refuse a write, brought about on a real server.</summary>
public sealed class StoreRefusalTests(RedisFixture redis) : IAsyncLifetime
{
    /// <summary>Four times what the promises give the system to come back by itself: a busy machine is slower, and what waits for a hand never comes.</summary>
    private static readonly TimeSpan ComesBack = TimeSpan.FromMinutes(1);

    private RedisServer _server = null!;
    private RedisServer _other = null!;
    private RedisSilo _silo = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        redis.RequireRealRedis();
        _server = await RedisServer.StartAsync();
        _other = await RedisServer.StartAsync();
        _silo = await RedisSilo.StartAsync(_server);
    }

    public async ValueTask DisposeAsync()
    {
        if (_silo is not null)
            await _silo.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
        if (_other is not null)
            await _other.DisposeAsync();
    }

    [Theory]
    [InlineData("READONLY")]
    [InlineData("LOADING")]
    [InlineData("MISCONF")]
    [InlineData("OOM")]
    [InlineData("NOREPLICAS")]
    [InlineData("NOAUTH")]
    [InlineData("WRONGTYPE")]
    [InlineData("BUSY")]
    public async Task It_is_told_by_its_name_changed_nothing_and_leaves_nothing_behind(string name)
    {
        await _silo.AddAsync(1);

        var end = await CauseAsync(name);
        var added = 1;
        await Eventually.UntilAsync($"a refusal that names {name}", async () =>
        {
            try
            {
                // Where the cause is not there yet.
                await _silo.AddAsync(1);
                added++;
                return false;
            }
            catch (Exception fault) when (fault is StoreUnavailableException or StateUnreadableException)
            {
                return Words(fault).Contains(name, StringComparison.Ordinal) && fault is not StoreUnavailableException { OutcomeUnknown: true };
            }
        });
        await end();

        await _silo.AddOnceAsync("after", ComesBack);
        // A server that followed another has what that has.
        Assert.Equal(await _silo.ReadAsync(), await _silo.StoredAsync());
        if (name != "READONLY")
            Assert.Equal(added + 1, await _silo.StoredAsync());
    }

    private static string Words(Exception? fault) => fault is null ? "" : $"{fault.Message} {Words(fault.InnerException)}";

    /// <summary>Returns what ends it again.</summary>
    private async Task<Func<Task>> CauseAsync(string name) => name switch
    {
        "READONLY" => await FollowAsync(),
        "LOADING" => await LoadAsync(),
        "MISCONF" => await LoseDirectoryAsync(),
        "OOM" => await SetAsync("maxmemory 1", "maxmemory 0"),
        "NOREPLICAS" => await SetAsync("min-replicas-to-write 3", "min-replicas-to-write 0"),
        "NOAUTH" => await LockOutAsync(),
        "WRONGTYPE" => await ReplaceAsync(),
        "BUSY" => await OccupyAsync(),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private async Task<Func<Task>> SetAsync(string setting, string otherwise)
    {
        await _server.TellAsync($"CONFIG SET {setting}", Cancelled);
        return () => _server.TellAsync($"CONFIG SET {otherwise}", Cancelled);
    }

    private async Task<Func<Task>> FollowAsync()
    {
        await _server.FollowAsync(_other, Cancelled);
        return () => _server.PromoteAsync(Cancelled);
    }

    /// <summary>A server that takes its time over each of its records when it starts, and answers after each thousand.</summary>
    private async Task<Func<Task>> LoadAsync()
    {
        await _server.TellAsync("EVAL \"for i = 1, 40000 do redis.call('SET', 'other/' .. i, i) end\" 0", Cancelled);
        await _server.TellAsync("CONFIG SET key-load-delay 300", Cancelled);
        await _server.TellAsync("CONFIG REWRITE", Cancelled);
        _server.Kill();
        var loaded = _server.RestartAsync(Cancelled);
        return async () =>
        {
            await _server.TellAsync("CONFIG SET key-load-delay 0", Cancelled);
            await loaded;
        };
    }

    /// <summary>A server that is to write snapshots and can't.</summary>
    private async Task<Func<Task>> LoseDirectoryAsync()
    {
        Directory.Delete(_server.DataDirectory, recursive: true);
        await _server.TellAsync("CONFIG SET save \"3600 1\"", Cancelled);
        await _server.TellAsync("BGSAVE", Cancelled);
        await Eventually.UntilAsync("a snapshot that failed", async () =>
            ((string?)await _silo.Connection.GetDatabase().ExecuteAsync("INFO", "persistence"))!.Contains("rdb_last_bgsave_status:err", StringComparison.Ordinal));
        return () => _server.TellAsync("CONFIG SET save \"\"", Cancelled);
    }

    private async Task<Func<Task>> LockOutAsync()
    {
        await _server.TellAsync("CONFIG SET requirepass secret", Cancelled);
        // The connection that asks for it may be ended before the answer is out, or behind it.
        await Record.ExceptionAsync(() => _silo.Connection.GetDatabase().ExecuteAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "no"));
        return async () =>
        {
            var options = ConfigurationOptions.Parse($"{_server.ConnectionString},password=secret,allowAdmin=true");
            await using var operatorsClient = await ConnectionMultiplexer.ConnectAsync(options);
            await operatorsClient.GetServers()[0].ConfigSetAsync("requirepass", "");
        };
    }

    private async Task<Func<Task>> ReplaceAsync()
    {
        var db = _silo.Connection.GetDatabase();
        var record = await db.StringGetAsync("test/tally/1");
        await db.KeyDeleteAsync("test/tally/1");
        await db.HashSetAsync("test/tally/1", "field", "value");
        return async () => await db.StringSetAsync("test/tally/1", record);
    }

    /// <summary>A script that never ends.</summary>
    private async Task<Func<Task>> OccupyAsync()
    {
        await _server.TellAsync("CONFIG SET busy-reply-threshold 100", Cancelled);
        var busy = _server.TellAsync("EVAL \"while true do end\" 0", Cancelled);
        return async () =>
        {
            await _server.TellAsync("SCRIPT KILL", Cancelled);
            await Assert.ThrowsAsync<InvalidOperationException>(() => busy);
        };
    }
}
