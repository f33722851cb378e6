using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansState.Hosting.Clustering;
using OrleansState.Hosting.Clustering.Departures;
using OrleansState.Hosting.Redis;
using OrleansState.LocalCluster.Redis;
using OrleansState.TestServers;
using StackExchange.Redis;

namespace OrleansState.LocalCluster.Tests.Stops;

/// <summary>A silo that stops and another process, over a real Redis.</summary>
public sealed class DepartureTests(RedisFixture fixture) : IAsyncLifetime
{
    private static readonly SiloAddress Silo = SiloAddress.New(IPAddress.Loopback, 11111, 7);

    private readonly CallsUnderWay _calls = new();
    private readonly KnownDepartures _known = new();
    private RedisServer? _server;
    private ConnectionMultiplexer? _redis;
    private DepartureWatch? _other;

    public async ValueTask InitializeAsync()
    {
        if (!RedisServer.IsInstalled)
            return;
        _server = await RedisServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        _redis = await ConnectionMultiplexer.ConnectAsync(RedisServices.Configure(new RedisOptions { ConnectionString = _server.ConnectionString }));
        _other = new DepartureWatch(Board(), _known, _calls, TimeProvider.System);
        await _other.StartAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_silo_stops_only_when_every_call_has_ended_that_another_process_had_begun_before()
    {
        fixture.RequireRealRedis();
        var call = _calls.Enter();
        using var departure = Departure();

        var confirmed = ConfirmedAsync(departure, DepartureStage.Leaving);
        await Eventually.UntilAsync("the other process' knowledge of the departure", () => _known.AreThere);
        var later = _calls.Enter();
        Assert.False(confirmed.IsCompleted);
        call.Leave();

        await confirmed;
        Assert.False(_known.IsEmpty(Silo));
        later.Leave();
        await ConfirmedAsync(departure, DepartureStage.Empty);
        Assert.True(_known.IsEmpty(Silo));
    }

    [Fact]
    public async Task A_process_that_ends_is_waited_for_no_longer()
    {
        fixture.RequireRealRedis();
        var call = _calls.Enter();
        using var departure = Departure();
        var confirmed = ConfirmedAsync(departure, DepartureStage.Leaving);
        await Eventually.UntilAsync("the other process' knowledge of the departure", () => _known.AreThere);

        await _other!.StopAsync(TestContext.Current.CancellationToken);

        await confirmed;
        call.Leave();
    }

    [Fact]
    public async Task Without_a_store_a_silo_does_not_wait_for_ever()
    {
        fixture.RequireRealRedis();
        _server!.Kill();
        var clock = new FakeTimeProvider();
        using var departure = Departure(clock);

        var confirmed = ConfirmedAsync(departure, DepartureStage.Leaving);

        await Eventually.UntilAsync("the end of the wait", () =>
        {
            clock.Advance(DepartureTimes.BetweenQuickLooks);
            return confirmed.IsCompleted;
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_other is not null)
            await _other.StopAsync(CancellationToken.None);
        _other?.Dispose();
        _calls.Dispose();
        if (_redis is not null)
            await _redis.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    private static Task ConfirmedAsync(SiloDeparture departure, DepartureStage stage) => departure.ConfirmedByAllAsync(
        new Departure(Silo, SiloAddress.New(IPAddress.Loopback, 30000, 7).ToGatewayUri(), stage), TestContext.Current.CancellationToken);

    private SiloDeparture Departure(TimeProvider? clock = null) => new(Board(), clock ?? TimeProvider.System, NullLogger<SiloDeparture>.Instance);

    private DepartureBoard Board() => new(_redis!, Options.Create(new ClusteringOptions()));
}
