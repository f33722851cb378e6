using System.Text;
using OrleansState.Hosting.Redis;
using OrleansState.Idempotency;
using OrleansState.LocalCluster.Redis;
using OrleansState.Redis;
using OrleansState.Storage;
using OrleansState.TestServers;
using StackExchange.Redis;

namespace OrleansState.Grains.Tests.Engine.Redis;

/// <summary>The store on a redis-server of its own, because each test may kill or stop it.</summary>
public sealed class RedisStateStoreTests(RedisFixture redis) : IAsyncLifetime
{
    private static readonly ReadOnlyMemory<byte> One = "one"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> Two = "two"u8.ToArray();

    private RedisServer _server = null!;
    private ConnectionMultiplexer _connection = null!;
    private RedisStateStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        redis.RequireRealRedis();
        _server = await RedisServer.StartAsync();
        _connection = await ConnectionMultiplexer.ConnectAsync(RedisServices.Configure(new RedisOptions { ConnectionString = _server.ConnectionString }));
        _store = new RedisStateStore(_connection, new RedisEpochs(_connection, "test/"), new CallBreaker(TimeProvider.System), "test/");
        await ConnectedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Fact]
    public async Task What_was_written_is_read_with_its_ETag()
    {
        var (etag, epoch) = await CreateAsync("a", One);

        var record = await _store.ReadAsync("a");

        Assert.Equal(etag, record.ETag);
        Assert.Equal("one", Encoding.UTF8.GetString(record.Payload.Span));
        Assert.Equal(epoch.Token, record.Epoch.Token);
    }

    [Fact]
    public async Task A_record_that_was_never_written_has_no_ETag()
    {
        Assert.Equal(ETag.None, (await _store.ReadAsync("nothing")).ETag);
    }

    [Fact]
    public async Task Reads_of_many_records_share_calls_and_each_gets_its_own()
    {
        const int Records = 500;
        var keys = Enumerable.Range(0, Records).Select(i => $"{i}").ToArray();
        foreach (var key in keys)
            await CreateAsync(key, Encoding.UTF8.GetBytes(key));
        var before = await CallsAsync();

        var records = await Task.WhenAll(keys.Select(_store.ReadAsync));

        Assert.Equal(keys, records.Select(record => Encoding.UTF8.GetString(record.Payload.Span)));
        Assert.InRange(await CallsAsync() - before, 1, Records / 2);
    }

    [Fact]
    public async Task A_key_that_holds_something_else_keeps_no_other_from_being_read()
    {
        await CreateAsync("a", One);
        await _connection.GetDatabase().ListRightPushAsync("test/list", "one");

        // The first two are under way when the others come, and those travel together.
        var reads = new[] { "a", "a", "a", "list", "a" }.Select(_store.ReadAsync).ToArray();

        await Assert.ThrowsAsync<StateUnreadableException>(() => reads[3]);
        foreach (var read in reads.Where((_, i) => i != 3))
            Assert.Equal("one", Encoding.UTF8.GetString((await read).Payload.Span));
    }

    [Fact]
    public async Task A_write_on_another_ETag_than_the_record_has_changes_nothing()
    {
        var (etag, epoch) = await CreateAsync("a", One);

        Assert.Equal(WriteOutcome.Conflict, await _store.WriteAsync("a", ETag.New(), ETag.New(), Two, epoch));
        Assert.Equal(WriteOutcome.Conflict, await _store.WriteAsync("a", ETag.None, ETag.New(), Two, epoch));
        Assert.Equal(WriteOutcome.Conflict, await _store.WriteAsync("gone", etag, ETag.New(), Two, epoch));

        Assert.Equal(etag, (await _store.ReadAsync("a")).ETag);
        Assert.Equal(ETag.None, (await _store.ReadAsync("gone")).ETag);
    }

    [Fact]
    public async Task A_server_that_restarted_refuses_what_was_read_before()
    {
        var (etag, epoch) = await CreateAsync("a", One);

        _server.Kill();
        await _server.RestartAsync(TestContext.Current.CancellationToken);
        await ConnectedAsync();

        Assert.Equal(WriteOutcome.OtherEpoch, await _store.WriteAsync("a", etag, ETag.New(), Two, epoch));
        var record = await _store.ReadAsync("a");
        Assert.Equal(etag, record.ETag);
        Assert.NotEqual(epoch.Token, record.Epoch.Token);
        Assert.Equal(WriteOutcome.Written, await _store.WriteAsync("a", etag, ETag.New(), Two, record.Epoch));
    }

    [Fact]
    public async Task A_server_that_forgot_its_scripts_is_told_them_again()
    {
        var (etag, epoch) = await CreateAsync("a", One);
        await _connection.GetDatabase().ExecuteAsync("SCRIPT", "FLUSH");

        Assert.Equal(WriteOutcome.OtherEpoch, await _store.WriteAsync("a", etag, ETag.New(), Two, epoch));
        var record = await _store.ReadAsync("a");
        Assert.Equal(WriteOutcome.Written, await _store.WriteAsync("a", etag, ETag.New(), Two, record.Epoch));
    }

    [Fact]
    public async Task A_primary_that_was_demoted_and_promoted_again_refuses_what_was_read_before()
    {
        var (etag, epoch) = await CreateAsync("a", One);

        await DemoteAsync();
        await PromoteAsync();

        Assert.Equal(WriteOutcome.OtherEpoch, await _store.WriteAsync("a", etag, ETag.New(), Two, epoch));
        var record = await _store.ReadAsync("a");
        Assert.Equal(etag, record.ETag);
        Assert.NotEqual(epoch.Token, record.Epoch.Token);
        Assert.Equal(epoch.Generation, record.Epoch.Generation);
        Assert.Equal(WriteOutcome.Written, await _store.WriteAsync("a", etag, ETag.New(), Two, record.Epoch));
    }

    [Fact]
    public async Task A_demoted_primary_is_neither_read_nor_written()
    {
        var (etag, epoch) = await CreateAsync("a", One);

        await DemoteAsync();

        Assert.Equal(WriteOutcome.OtherEpoch, await _store.WriteAsync("a", etag, ETag.New(), Two, epoch));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _store.ReadAsync("a"));
    }

    [Fact]
    public async Task A_store_whose_records_were_all_taken_away_begins_another_generation()
    {
        var (etag, epoch) = await CreateAsync("a", One);
        await _connection.GetDatabase().ExecuteAsync("FLUSHALL");

        Assert.Equal(WriteOutcome.OtherEpoch, await _store.WriteAsync("a", etag, ETag.New(), Two, epoch));
        var record = await _store.ReadAsync("a");
        Assert.Equal(ETag.None, record.ETag);
        Assert.NotEqual(epoch.Generation, record.Epoch.Generation);
    }

    [Fact]
    public async Task Who_finds_records_gone_ends_the_generation_for_everybody_and_once()
    {
        var (_, epoch) = await CreateAsync("a", One);
        var other = new RedisStateStore(_connection, new RedisEpochs(_connection, "test/"), new CallBreaker(TimeProvider.System), "test/");
        var theirs = (await other.ReadAsync("a")).Epoch;
        Assert.Equal(epoch.Token, theirs.Token);

        await _store.EndAsync(epoch);
        var next = (await _store.ReadAsync("a")).Epoch;
        await other.EndAsync(theirs);

        Assert.NotEqual(epoch.Generation, next.Generation);
        Assert.Equal(next.Token, (await other.ReadAsync("a")).Epoch.Token);
    }

    [Theory]
    [InlineData("OOM", "maxmemory", "1")]
    [InlineData("NOREPLICAS", "min-replicas-to-write", "1")]
    public async Task What_Redis_has_against_a_write_keeps_its_name(string name, string setting, string value)
    {
        var (etag, epoch) = await CreateAsync("a", One);
        await _connection.GetDatabase().ExecuteAsync("CONFIG", "SET", setting, value);

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => _store.WriteAsync("a", etag, ETag.New(), Two, epoch));

        Assert.Contains(name, fault.Message, StringComparison.Ordinal);
        Assert.False(fault.OutcomeUnknown);
        Assert.Equal(etag, (await _store.ReadAsync("a")).ETag);
    }

    [Fact]
    public async Task A_write_to_a_server_that_hangs_is_given_up_with_its_outcome_unknown()
    {
        var (etag, epoch) = await CreateAsync("a", One);
        var next = ETag.New();
        _server.Pause();

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => _store.WriteAsync("a", etag, next, Two, epoch).WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken));

        _server.Resume();
        await ConnectedAsync();
        Assert.True(fault.OutcomeUnknown);
        Assert.Contains((await _store.ReadAsync("a")).ETag, new[] { etag, next });
    }

    [Fact]
    public async Task Writes_that_waited_behind_calls_which_were_not_answered_fail_with_those_and_were_never_sent()
    {
        var (_, epoch) = await CreateAsync("a", One);
        _server.Pause();

        var sent = Enumerable.Range(0, 2).Select(i => _store.WriteAsync($"sent{i}", ETag.None, ETag.New(), One, epoch)).ToArray();
        var waited = Enumerable.Range(0, 600).Select(i => _store.WriteAsync($"waited{i}", ETag.None, ETag.New(), One, epoch)).ToArray();

        foreach (var write in sent)
            Assert.True((await FaultAsync(write)).OutcomeUnknown);
        foreach (var write in waited)
            Assert.False((await FaultAsync(write)).OutcomeUnknown);
        _server.Resume();
        await ConnectedAsync();
        Assert.Equal(ETag.None, (await _store.ReadAsync("waited0")).ETag);
    }

    [Fact]
    public async Task A_write_to_a_server_that_is_gone_fails_at_once_and_certainly_did_not_happen()
    {
        var (etag, epoch) = await CreateAsync("a", One);
        _server.Kill();
        await Eventually.UntilAsync("the client has noticed that the server is gone", () => !_connection.IsConnected);

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => _store.WriteAsync("a", etag, ETag.New(), Two, epoch).WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken));

        Assert.False(fault.OutcomeUnknown);
    }

    [Fact]
    public async Task A_key_that_holds_something_else_fails_alone()
    {
        await _connection.GetDatabase().HashSetAsync("test/hash", "field", "value");
        var epoch = (await _store.ReadAsync("a")).Epoch;

        var writes = Enumerable.Range(0, 50).Select(i => _store.WriteAsync($"r{i}", ETag.None, ETag.New(), One, epoch)).ToArray();
        var odd = _store.WriteAsync("hash", ETag.None, ETag.New(), One, epoch);

        Assert.All(await Task.WhenAll(writes), outcome => Assert.Equal(WriteOutcome.Written, outcome));
        Assert.Equal(WriteOutcome.Conflict, await odd);
        Assert.Contains("WRONGTYPE", (await Assert.ThrowsAsync<StateUnreadableException>(() => _store.ReadAsync("hash"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writes_of_many_records_at_one_moment_share_calls_and_keep_their_own_outcomes()
    {
        const int Records = 2000;
        var (etag, epoch) = await CreateAsync("a", One);
        var before = await CallsAsync();

        var writes = Enumerable.Range(0, Records).Select(i => _store.WriteAsync($"r{i}", ETag.None, ETag.New(), One, epoch)).ToArray();
        var stale = _store.WriteAsync("a", ETag.New(), ETag.New(), Two, epoch);

        Assert.All(await Task.WhenAll(writes), outcome => Assert.Equal(WriteOutcome.Written, outcome));
        Assert.Equal(WriteOutcome.Conflict, await stale);
        Assert.InRange(await CallsAsync() - before, 1, Records / 10);
        Assert.Equal(etag, (await _store.ReadAsync("a")).ETag);
        Assert.NotEqual(ETag.None, (await _store.ReadAsync($"r{Records - 1}")).ETag);
    }

    [Fact]
    public async Task A_tombstone_keeps_records_from_being_begun_and_no_other_write_of_the_same_call()
    {
        const int Users = 300;
        var epoch = (await _store.ReadAsync("a")).Epoch;
        var etags = await Task.WhenAll(Enumerable.Range(0, Users).Select(async i => (await CreateAsync($"old/{i}", One)).ETag));
        await Task.WhenAll(Enumerable.Range(0, Users).Where(IsErased).Select(i => _store.PlaceTombstoneAsync($"{i}", TimeSpan.FromHours(1))));

        var begun = Enumerable.Range(0, Users).Select(i => _store.WriteAsync($"new/{i}", ETag.None, ETag.New(), One, epoch)).ToArray();
        var replaced = Enumerable.Range(0, Users).Select(i => _store.WriteAsync($"old/{i}", etags[i], ETag.New(), Two, epoch)).ToArray();
        var begunToo = Enumerable.Range(0, Users).Select(i => _store.WriteAsync($"more/{i}", ETag.None, ETag.New(), Two, epoch)).ToArray();

        Assert.All(await Task.WhenAll(replaced), outcome => Assert.Equal(WriteOutcome.Written, outcome));
        var expected = Enumerable.Range(0, Users).Select(i => IsErased(i) ? WriteOutcome.Erased : WriteOutcome.Written).ToArray();
        Assert.Equal(expected, await Task.WhenAll(begun));
        Assert.Equal(expected, await Task.WhenAll(begunToo));
        Assert.Equal(Two.ToArray(), (await _store.ReadAsync("more/1")).Payload.ToArray());
        Assert.True((await _store.ReadAsync("more/0")).Erased);

        static bool IsErased(int user) => user % 3 == 0;
    }

    [Fact]
    public async Task Keys_lie_beside_a_record_as_long_as_it_is_there_and_keep_themselves_from_taking_effect_again() =>
        await KeysBesideRecord.AssertHeldAsync(_store);

    [Fact]
    public async Task Keys_that_cannot_be_written_keep_their_record_from_being_written_and_no_other()
    {
        var epoch = (await _store.ReadAsync("a")).Epoch;
        await _connection.GetDatabase().StringSetAsync("test/keys0/r7", "no hash");
        var keys = new KeyWrite
        {
            Spilled = [new SpilledEntry(0, Guid.NewGuid(), "0000000100"u8.ToArray())],
            Keep = [TimeSpan.FromHours(1), TimeSpan.FromHours(1)],
        };

        var writes = Enumerable.Range(0, 50).Select(i => _store.WriteAsync($"r{i}", ETag.None, ETag.New(), One, epoch, i % 3 == 1 ? keys : null)).ToArray();

        Assert.False((await Assert.ThrowsAsync<StoreUnavailableException>(() => writes[7])).OutcomeUnknown);
        Assert.All(await Task.WhenAll(writes.Where((_, i) => i != 7)), outcome => Assert.Equal(WriteOutcome.Written, outcome));
        Assert.Equal(ETag.None, (await _store.ReadAsync("r7")).ETag);
        Assert.Single((await _store.FindKeyAsync("r49", keys.Spilled[0].Key)).Values);
    }

    [Fact]
    public async Task A_key_that_has_come_to_hold_something_else_is_a_conflict_also_where_keys_are_written_beside_it()
    {
        var (etag, epoch) = await CreateAsync("a", One);
        await _connection.GetDatabase().KeyDeleteAsync("test/a");
        await _connection.GetDatabase().HashSetAsync("test/a", "field", "value");

        Assert.Equal(WriteOutcome.Conflict, await _store.WriteAsync("a", etag, ETag.New(), Two, epoch, new KeyWrite { Fresh = [Guid.NewGuid()] }));
        Assert.Equal(WriteOutcome.Conflict, await _store.WriteAsync("a", etag, ETag.None, default, epoch));
    }

    /// <summary>Nobody answers there, so that the server keeps what it has.</summary>
    private Task<RedisResult> DemoteAsync() => _connection.GetServers()[0].ExecuteAsync("REPLICAOF", "127.0.0.1", "1");

    private Task<RedisResult> PromoteAsync() => _connection.GetServers()[0].ExecuteAsync("REPLICAOF", "NO", "ONE");

    private async Task<(ETag ETag, StoreEpoch Epoch)> CreateAsync(string key, ReadOnlyMemory<byte> payload)
    {
        var epoch = (await _store.ReadAsync(key)).Epoch;
        var etag = ETag.New();
        Assert.Equal(WriteOutcome.Written, await _store.WriteAsync(key, ETag.None, etag, payload, epoch));
        return (etag, epoch);
    }

    private static Task<StoreUnavailableException> FaultAsync(Task<WriteOutcome> write) => Assert.ThrowsAsync<StoreUnavailableException>(
        () => write.WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken));

    private Task ConnectedAsync() => Eventually.UntilAsync("the client has reached the server again", async () =>
    {
        try
        {
            await _connection.GetDatabase().PingAsync();
            return true;
        }
        catch (Exception fault) when (RedisFaults.IsStoreFault(fault))
        {
            return false;
        }
    });

    private async Task<long> CallsAsync()
    {
        var stats = (string)(await _connection.GetDatabase().ExecuteAsync("INFO", "commandstats"))!;
        var line = stats.Split('\n').Single(l => l.StartsWith("cmdstat_evalsha:", StringComparison.Ordinal));
        return long.Parse(line.Split("calls=")[1].Split(',')[0], System.Globalization.CultureInfo.InvariantCulture);
    }
}
