using System.Diagnostics.Metrics;
using OrleansState.LocalCluster.Redis;
using OrleansState.TestServers;

namespace OrleansState.Grains.Tests.Engine.Redis;

/// <summary>Two silos that both believe they hold a grain, on a real redis-server.</summary>
public sealed class TwoActivationsTests(RedisFixture redis) : IAsyncLifetime
{
    private RedisServer _server = null!;
    private RedisSilo _one = null!;
    private RedisSilo _two = null!;

    public async ValueTask InitializeAsync()
    {
        redis.RequireRealRedis();
        _server = await RedisServer.StartAsync();
        _one = await RedisSilo.StartAsync(_server);
        _two = await RedisSilo.StartAsync(_server);
    }

    public async ValueTask DisposeAsync()
    {
        if (_one is not null)
            await _one.DisposeAsync();
        if (_two is not null)
            await _two.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Fact]
    public async Task Two_live_activations_lose_nothing_and_double_nothing_and_their_conflicts_are_counted()
    {
        const int Commands = 30;
        var conflicts = 0L;
        using var listener = Listen(() => Interlocked.Increment(ref conflicts));

        await Task.WhenAll(new[] { _one, _two }.Select((silo, i) => Task.Run(async () =>
        {
            for (var n = 0; n < Commands; n++)
                await silo.AddOnceAsync($"{i}/{n}");
        })));
        // Each has seen its own last write; the one that the other has outdated meets it now.
        await _one.AddAsync(0);
        await _two.AddAsync(0);
        await _one.AddAsync(0);

        Assert.Equal(2 * Commands, await _one.StoredAsync());
        Assert.InRange(conflicts, 1, long.MaxValue);
    }

    [Fact]
    public async Task A_silo_that_slept_while_its_grain_moved_writes_on_what_was_written_meanwhile()
    {
        await _one.AddAsync(1);
        await _two.AddAsync(10);
        await _two.AddAsync(100);

        Assert.Equal(112, await _one.AddAsync(1));
        Assert.Equal(112, await _two.StoredAsync());
    }

    [Fact]
    public async Task A_silo_that_slept_while_its_grain_moved_and_the_store_lost_its_tail_overwrites_nothing_since()
    {
        await _one.AddAsync(1);
        var length = AppendOnlyFile.Length;
        await _one.AddAsync(10);

        _server.Kill();
        await using (var file = AppendOnlyFile.Open(FileMode.Open, FileAccess.Write))
            file.SetLength(length);
        await _server.RestartAsync(TestContext.Current.CancellationToken);
        await _two.ConnectedAsync();
        await _two.AddOnceAsync("after the loss");
        await _one.AddOnceAsync("on waking");

        // The store lost the ten; the silo that still knew of them may have given them back before the other wrote.
        var stored = await _two.StoredAsync();
        Assert.Contains(stored, new[] { 3L, 13 });
    }

    private FileInfo AppendOnlyFile =>
        new(Directory.GetFiles(_server.DataDirectory, "*.incr.aof", SearchOption.AllDirectories).Single());

    private MeterListener Listen(Action onConflict)
    {
        var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            var isOurs = ReferenceEquals(instrument.Meter, _one.Metrics.Meter) || ReferenceEquals(instrument.Meter, _two.Metrics.Meter);
            if (isOurs && instrument.Name == "state_conflicts")
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => onConflict());
        listener.Start();
        return listener;
    }
}
