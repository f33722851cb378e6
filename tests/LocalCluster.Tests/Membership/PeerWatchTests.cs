using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansState.Silo.Membership;
using OrleansState.TestServers;

namespace OrleansState.LocalCluster.Tests.Membership;

public sealed class PeerWatchTests : IAsyncLifetime
{
    private readonly TcpListener _other = new(IPAddress.Loopback, 0);
    private readonly HastyClock _clock = new();
    private KnownMembership _membership = null!;
    private PeerWatch _watch = null!;

    public ValueTask InitializeAsync()
    {
        _other.Start();
        _membership = new KnownMembership((IPEndPoint)_other.LocalEndpoint);
        _watch = new PeerWatch(_membership, _membership, _membership, _clock, NullLogger<PeerWatch>.Instance);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _watch.StopAsync(CancellationToken.None);
        _watch.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task A_silo_that_closes_its_connection_and_refuses_others_is_declared_dead()
    {
        await _watch.StartAsync(TestContext.Current.CancellationToken);
        using var connection = await AcceptAsync();

        _other.Stop();
        connection.Dispose();

        await Eventually.UntilAsync("the silo's death", () => _membership.Killed.IsCompleted);
    }

    [Fact]
    public async Task A_silo_that_shut_down_in_order_is_not_declared_dead_though_it_refuses_connections_too()
    {
        await _watch.StartAsync(TestContext.Current.CancellationToken);
        using var connection = await AcceptAsync();
        _membership.Stored = SiloStatus.ShuttingDown;

        _other.Stop();
        connection.Dispose();

        await Eventually.UntilAsync("the question to the store", () => _membership.Refreshes > 0);
        await _watch.StopAsync(TestContext.Current.CancellationToken);
        Assert.False(_membership.Killed.IsCompleted);
    }

    [Fact]
    public async Task A_silo_whose_connections_something_between_refuses_is_not_declared_dead_while_the_table_says_it_lives()
    {
        _membership.OtherBeats = true;
        await _watch.StartAsync(TestContext.Current.CancellationToken);
        using var connection = await AcceptAsync();

        _other.Stop();
        connection.Dispose();

        await Eventually.UntilAsync("looks at the table", () => _membership.Looks >= 10);
        Assert.False(_membership.Killed.IsCompleted);
    }

    [Fact]
    public async Task A_silo_that_takes_a_new_connection_is_watched_on_and_not_declared_dead()
    {
        await _watch.StartAsync(TestContext.Current.CancellationToken);
        for (var connections = 0; connections < 5; connections++)
            (await AcceptAsync()).Dispose();

        Assert.Equal(0, _membership.Refreshes);
        Assert.False(_membership.Killed.IsCompleted);
    }

    [Fact]
    public async Task A_silo_that_was_never_reached_is_left_to_the_probes()
    {
        _other.Stop();

        await _watch.StartAsync(TestContext.Current.CancellationToken);

        await Eventually.UntilAsync("the watch's tries", () => _clock.Waits >= 5);
        Assert.Equal(0, _membership.Refreshes);
    }

    private async Task<TcpClient> AcceptAsync() => await _other.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
}
