using System.Diagnostics.Metrics;
using OrleansState.Clicks;
using OrleansState.Grains.Clicks;
using OrleansState.LocalCluster.Redis;
using OrleansState.Storage;
using OrleansState.TestServers;

namespace OrleansState.Grains.Tests.Engine.Redis;

/// <summary>Two silos on a real redis-server, one of which had found no record of a user before that user was erased.</summary>
public sealed class ErasedUserTests(RedisFixture redis) : IAsyncLifetime
{
    private RedisServer _server = null!;
    private RedisSilo _erasing = null!;
    private RedisSilo _late = null!;

    public async ValueTask InitializeAsync()
    {
        redis.RequireRealRedis();
        _server = await RedisServer.StartAsync();
        _erasing = await RedisSilo.StartAsync(_server);
        _late = await RedisSilo.StartAsync(_server);
    }

    public async ValueTask DisposeAsync()
    {
        if (_erasing is not null)
            await _erasing.DisposeAsync();
        if (_late is not null)
            await _late.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Fact]
    public async Task An_activation_that_found_no_record_before_the_erasure_begins_none_after_it()
    {
        Assert.Equal(0, await _late.ReadAsync());
        await EraseAsync("1");

        await Assert.ThrowsAsync<UserErasedException>(() => _late.AddAsync(1));
        await Assert.ThrowsAsync<UserErasedException>(_late.ReadAsync);
        Assert.Equal(ETag.None, (await _erasing.Store.ReadAsync("tally/1")).ETag);
    }

    [Fact]
    public async Task An_activation_that_had_written_before_the_erasure_brings_nothing_back()
    {
        await _late.AddAsync(1);
        await EraseAsync("1");

        await Assert.ThrowsAsync<UserErasedException>(() => _late.AddAsync(1));
        Assert.Equal(ETag.None, (await _erasing.Store.ReadAsync("tally/1")).ETag);
    }

    [Fact]
    public async Task Events_that_meet_the_erasure_only_at_their_write_are_counted_as_skipped()
    {
        var counter = _late.Open("clicks", "42", ClickCounterState.Empty);
        await _late.Turn(async () => await counter.ReadAsync());
        await _erasing.Store.PlaceTombstoneAsync("42", TimeSpan.FromHours(1));
        var skipped = 0L;
        using var listener = Listen("erased_clicks_skipped", clicks => Interlocked.Add(ref skipped, clicks));
        var batch = new ClickBatch("log", 0, await _late.Store.CurrentTokenAsync(), [new LoggedClick(0, "click"), new LoggedClick(1, "view")]);

        var receipt = await _late.Turn(() => ClickCounterGrain.ApplyAsync(counter, batch, _late.Clicks));

        Assert.Equal(BatchReceipt.Counted, receipt);
        Assert.Equal(2, skipped);
        Assert.Equal(ETag.None, (await _erasing.Store.ReadAsync("clicks/42")).ETag);
    }

    private async Task EraseAsync(string user)
    {
        await _erasing.Store.PlaceTombstoneAsync(user, TimeSpan.FromHours(1));
        var state = _erasing.Open("tally", user, new Tally(0));
        await _erasing.Turn(async () =>
        {
            await state.EraseAsync();
            return 0;
        });
    }

    private MeterListener Listen(string counter, Action<long> counted)
    {
        var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (ReferenceEquals(instrument.Meter, _late.Metrics.Meter) && instrument.Name == counter)
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => counted(count));
        listener.Start();
        return listener;
    }
}
