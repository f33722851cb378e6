using System.Text;
using OrleansState.Embedded;
using OrleansState.Embedded.Redis;
using OrleansState.Hosting.Redis;
using OrleansState.Idempotency;
using OrleansState.LocalCluster.Processes;
using OrleansState.Redis;
using OrleansState.Storage;
using OrleansState.TestServers;
using StackExchange.Redis;

namespace OrleansState.Grains.Tests.Engine.Redis;

/// <summary>The engine's store on the embedded Garnet: it must refuse what a real Redis refuses.</summary>
public sealed class EmbeddedStoreTests : IAsyncLifetime
{
    private static readonly ReadOnlyMemory<byte> One = "one"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> Two = "two"u8.ToArray();

    private readonly RunDirectory _directory = new();
    private EmbeddedRedis _server = null!;
    private bool _isStopped;
    private ConnectionMultiplexer _connection = null!;
    private RedisStateStore _store = null!;

    public async ValueTask InitializeAsync() => await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task What_was_written_is_read_after_a_restart_in_another_epoch()
    {
        var epoch = (await _store.ReadAsync("a")).Epoch;
        var etag = ETag.New();
        Assert.Equal(WriteOutcome.Written, await _store.WriteAsync("a", ETag.None, etag, One, epoch));
        await StopAsync();

        await StartAsync();

        var record = await _store.ReadAsync("a");
        Assert.Equal(etag, record.ETag);
        Assert.Equal("one", Encoding.UTF8.GetString(record.Payload.Span));
        Assert.NotEqual(epoch.Token, record.Epoch.Token);
        Assert.Equal(WriteOutcome.OtherEpoch, await _store.WriteAsync("a", etag, ETag.New(), Two, epoch));
        Assert.Equal(WriteOutcome.Written, await _store.WriteAsync("a", etag, ETag.New(), Two, record.Epoch));
    }

    [Fact]
    public async Task A_write_on_another_ETag_than_the_record_has_changes_nothing()
    {
        var epoch = (await _store.ReadAsync("a")).Epoch;
        var etag = ETag.New();
        await _store.WriteAsync("a", ETag.None, etag, One, epoch);

        Assert.Equal(WriteOutcome.Conflict, await _store.WriteAsync("a", ETag.New(), ETag.New(), Two, epoch));
        Assert.Equal(WriteOutcome.Conflict, await _store.WriteAsync("a", ETag.None, ETag.New(), Two, epoch));
        Assert.Equal(WriteOutcome.Conflict, await _store.WriteAsync("gone", etag, ETag.New(), Two, epoch));

        Assert.Equal(etag, (await _store.ReadAsync("a")).ETag);
        Assert.Equal(ETag.None, (await _store.ReadAsync("gone")).ETag);
    }

    [Fact]
    public async Task Of_two_connections_that_write_on_one_ETag_one_wins()
    {
        const int Rounds = 200;
        await using var other = await ConnectAsync();
        var others = Open(other);
        for (var round = 0; round < Rounds; round++)
        {
            var mine = await _store.ReadAsync("a");
            var theirs = await others.ReadAsync("a");

            var outcomes = await Task.WhenAll(
                _store.WriteAsync("a", mine.ETag, ETag.New(), One, mine.Epoch), others.WriteAsync("a", theirs.ETag, ETag.New(), Two, theirs.Epoch));

            Assert.Equal([WriteOutcome.Written, WriteOutcome.Conflict], outcomes.Order());
        }
    }

    [Fact]
    public async Task Many_writes_at_one_moment_are_all_there_after_a_restart()
    {
        const int Records = 5_000;
        var epoch = (await _store.ReadAsync("a")).Epoch;
        var writes = Enumerable.Range(0, Records).Select(i => _store.WriteAsync($"r{i}", ETag.None, ETag.New(), One, epoch)).ToArray();
        Assert.All(await Task.WhenAll(writes), outcome => Assert.Equal(WriteOutcome.Written, outcome));
        await StopAsync();

        await StartAsync();

        var records = await Task.WhenAll(Enumerable.Range(0, Records).Select(i => _store.ReadAsync($"r{i}")));
        Assert.DoesNotContain(records, r => r.ETag == ETag.None);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_answered_is_in_the_append_only_file(bool inThisProcess)
    {
        const int Rounds = 10;
        const int AtOnce = 20;
        var store = inThisProcess ? Open(_connection, new StoreFile(_server.CommitAsync)) : _store;
        var epoch = (await store.ReadAsync("a")).Epoch;
        for (var round = 0; round < Rounds; round++)
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(i => WriteAndLookAsync($"{round}/{i}")));

        async Task WriteAndLookAsync(string key)
        {
            var payload = Encoding.UTF8.GetBytes($"<{Guid.NewGuid():N}>");
            Assert.Equal(WriteOutcome.Written, await store.WriteAsync(key, ETag.None, ETag.New(), payload, epoch));
            Assert.True(AppendOnlyFiles().Any(file => Bytes(file).AsSpan().IndexOf(payload) >= 0), $"{key} is not in the file.");
        }
    }

    [Fact]
    public async Task A_key_that_holds_something_else_fails_alone()
    {
        await _connection.GetDatabase().HashSetAsync("test/hash", "field", "value");
        var epoch = (await _store.ReadAsync("a")).Epoch;

        var good = _store.WriteAsync("a", ETag.None, ETag.New(), One, epoch);
        var odd = _store.WriteAsync("hash", ETag.None, ETag.New(), One, epoch);

        Assert.Equal(WriteOutcome.Written, await good);
        Assert.Equal(WriteOutcome.Conflict, await odd);
        await Assert.ThrowsAsync<StateUnreadableException>(() => _store.ReadAsync("hash"));
    }

    [Fact]
    public async Task A_tombstone_keeps_every_record_of_its_user_from_being_begun_and_none_of_others()
    {
        const int Users = 300;
        var epoch = (await _store.ReadAsync("a")).Epoch;
        await _store.PlaceTombstoneAsync("0", TimeSpan.FromHours(1));

        // Both records of a user name one tombstone, in one call of the script.
        var writes = Enumerable.Range(0, Users).SelectMany(i => new[] { $"cart/{i}", $"clicks/{i}" })
            .Select(key => _store.WriteAsync(key, ETag.None, ETag.New(), One, epoch)).ToArray();

        var outcomes = await Task.WhenAll(writes);
        Assert.Equal([WriteOutcome.Erased, WriteOutcome.Erased], outcomes[..2]);
        Assert.All(outcomes[2..], outcome => Assert.Equal(WriteOutcome.Written, outcome));
        Assert.True((await _store.ReadAsync("cart/0")).Erased);
    }

    [Fact]
    public async Task A_checkpoint_that_cannot_be_read_stops_the_start_in_a_sentence()
    {
        var epoch = (await _store.ReadAsync("a")).Epoch;
        await _store.WriteAsync("a", ETag.None, ETag.New(), One, epoch);
        await _connection.GetDatabase().ExecuteAsync("SAVE");
        await StopAsync();
        foreach (var file in Directory.GetFiles(_directory.FullPath, "info.dat*", SearchOption.AllDirectories))
            await File.WriteAllTextAsync(file, "no checkpoint", TestContext.Current.CancellationToken);

        var fault = Assert.Throws<EmbeddedStartException>(() => EmbeddedRedis.Start(_directory.FullPath));

        Assert.Contains(_directory.FullPath, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public async Task The_append_only_file_is_cut_and_what_it_held_is_still_there()
    {
        const int Keys = 500;
        const long WrittenBytes = 192 << 20;
        const long BoundBytes = 100 << 20;
        var value = new byte[64 << 10];
        var db = _connection.GetDatabase();
        for (var i = 0; i < WrittenBytes / value.Length; i += 50)
            await Task.WhenAll(Enumerable.Range(i, 50).Select(n => db.StringSetAsync($"k{n % Keys}", value)));

        await Eventually.UntilAsync("a checkpoint has cut the append-only file", () => AppendOnlyBytes() < BoundBytes);

        await StopAsync();
        await StartAsync();
        var lengths = await Task.WhenAll(Enumerable.Range(0, Keys).Select(n => _connection.GetDatabase().StringLengthAsync($"k{n}")));
        Assert.All(lengths, length => Assert.Equal(value.Length, length));
    }

    [Fact]
    public async Task Keys_lie_beside_a_record_as_long_as_it_is_there_and_keep_themselves_from_taking_effect_again() =>
        await KeysBesideRecord.AssertHeldAsync(_store);

    [Fact]
    public async Task Keys_beside_a_record_survive_a_restart_with_it()
    {
        var (epoch, etag) = ((await _store.ReadAsync("a")).Epoch, ETag.New());
        var entry = new SpilledEntry(0, Guid.NewGuid(), "0000000100 what its answer needs"u8.ToArray());
        var keys = new KeyWrite { Begun = 0, Spilled = [entry], Keep = [TimeSpan.FromHours(1), TimeSpan.FromHours(1)] };
        Assert.Equal(WriteOutcome.Written, await _store.WriteAsync("a", ETag.None, etag, One, epoch, keys));
        await StopAsync();

        await StartAsync();

        var record = await _store.ReadAsync("a");
        Assert.Equal(WriteOutcome.KeyKnown, await _store.WriteAsync("a", etag, ETag.New(), Two, record.Epoch, new KeyWrite { Fresh = [entry.Key], TooOld = 99 }));
        Assert.Equal(entry.Value.ToArray(), Assert.Single((await _store.FindKeyAsync("a", entry.Key)).Values).ToArray());
    }

    private static byte[] Bytes(FileInfo file)
    {
        using var stream = file.Open(FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private FileInfo[] AppendOnlyFiles() => new DirectoryInfo(_directory.FullPath).GetFiles("aof.log.*", SearchOption.AllDirectories);

    private long AppendOnlyBytes() => AppendOnlyFiles().Sum(f => f.Exists ? f.Length : 0);

    private static RedisStateStore Open(ConnectionMultiplexer connection, StoreFile? file = null) =>
        new(connection, new RedisEpochs(connection, "test/", file), new CallBreaker(TimeProvider.System), "test/");

    private async Task StartAsync()
    {
        _server = EmbeddedRedis.Start(_directory.FullPath);
        _isStopped = false;
        _connection = await ConnectAsync();
        _store = Open(_connection);
    }

    private async Task StopAsync()
    {
        if (_isStopped)
            return;
        _isStopped = true;
        await _connection.DisposeAsync();
        _server.Dispose();
    }

    private Task<ConnectionMultiplexer> ConnectAsync() =>
        ConnectionMultiplexer.ConnectAsync(RedisServices.Configure(new RedisOptions { ConnectionString = _server.ConnectionString, Timeout = Eventually.Patience }));
}
