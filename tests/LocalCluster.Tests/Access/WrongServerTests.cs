using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using OrleansState.Hosting.Clustering;
using OrleansState.Hosting.Redis;
using OrleansState.Hosting.Settings;
using OrleansState.LocalCluster.Redis;
using OrleansState.TestServers;
using OrleansState.TestServers.Redis;
using RedisOptions = OrleansState.Hosting.Redis.RedisOptions;

namespace OrleansState.LocalCluster.Tests.Access;

/// <summary>A server that answers, and can't be the one that is meant, ends a process; one that may come to be it is waited for.</summary>
public sealed class WrongServerTests(RedisFixture redis)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sentinel_that_knows_no_primary_by_the_name_is_a_wrong_setting()
    {
        await using var sentinel = await RedisSentinel.StartAsync([$"sentinel monitor local 127.0.0.1 {redis.Server.Port} 1"], Cancelled);

        Assert.Equal(
            $"Redis:ConnectionString: serviceName=locla, and the sentinel 127.0.0.1:{sentinel.Port} knows no primary by this name.",
            await RefusedAsync($"127.0.0.1:{sentinel.Port},serviceName=locla"));
    }

    [Fact]
    public async Task A_sentinel_that_is_away_and_one_that_does_not_know_the_name_are_too()
    {
        await using var sentinel = await RedisSentinel.StartAsync([$"sentinel monitor local 127.0.0.1 {redis.Server.Port} 1"], Cancelled);

        Assert.Contains("knows no primary by this name", await RefusedAsync($"127.0.0.1:1,127.0.0.1:{sentinel.Port},serviceName=locla"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_primary_that_a_sentinel_knows_and_that_is_away_is_waited_for()
    {
        redis.RequireRealRedis();
        await using var primary = await RedisServer.StartAsync(cancellationToken: Cancelled);
        await using var sentinel = await RedisSentinel.StartAsync([$"sentinel monitor local 127.0.0.1 {primary.Port} 1"], Cancelled);
        await using var other = await RedisSentinel.StartAsync([$"sentinel monitor others 127.0.0.1 {redis.Server.Port} 1"], Cancelled);
        primary.Kill();

        await IsWaitedForAsync($"127.0.0.1:{other.Port},127.0.0.1:{sentinel.Port},serviceName=local");
    }

    [Fact]
    public async Task A_Redis_in_the_place_of_a_sentinel_is_a_wrong_setting() => Assert.Equal(
        $"Redis:ConnectionString: serviceName=local, and {redis.Server.ConnectionString} is no sentinel; leave the name out, or name the sentinels.",
        await RefusedAsync($"{redis.Server.ConnectionString},serviceName=local"));

    [Fact]
    public async Task A_Redis_that_speaks_TLS_only_is_a_wrong_setting_without_ssl()
    {
        await using var server = await SecuredRedis.StartAsync("~* +@all");

        Assert.Equal(
            $"Redis:ConnectionString: localhost:{server.Port} answers with TLS only; add ssl=true, or name the port without it.",
            await RefusedAsync($"localhost:{server.Port},user={SecuredRedis.User},password={server.Password}"));
    }

    [Fact]
    public async Task A_Redis_that_speaks_no_TLS_is_a_wrong_setting_with_ssl() => Assert.Equal(
        $"Redis:ConnectionString: ssl=true, and {redis.Server.ConnectionString} answers without TLS; leave it out, or name the port for TLS.",
        await RefusedAsync($"{redis.Server.ConnectionString},ssl=true"));

    [Fact]
    public async Task What_answers_in_another_protocol_is_a_wrong_setting()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"u8.ToArray());

        Assert.EndsWith("is no Redis: it answers PING in another protocol.", await RefusedAsync($"{listener.LocalEndpoint}"), StringComparison.Ordinal);
        listener.Stop();
        await serving;
    }

    [Fact]
    public async Task What_closes_each_connection_without_a_word_is_waited_for()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, []);

        await IsWaitedForAsync($"{listener.LocalEndpoint}");
        await IsWaitedForAsync($"{listener.LocalEndpoint},ssl=true");
        listener.Stop();
        await serving;
    }

    private static async Task ServeAsync(TcpListener listener, byte[] answer)
    {
        try
        {
            while (true)
            {
                using var caller = await listener.AcceptSocketAsync(Cancelled);
                if (answer.Length == 0)
                    continue;
                await caller.ReceiveAsync(new byte[1024], Cancelled);
                await caller.SendAsync(answer, Cancelled);
            }
        }
        catch (SocketException)
        {
            // The test is over.
        }
    }

    private static async Task<string> RefusedAsync(string connectionString)
    {
        using var access = Access(connectionString);
        // On a busy machine a server may answer too late to prove anything, and is asked again.
        return (await Assert.ThrowsAsync<BadSettingException>(async () =>
        {
            await access.StartAsync(Cancelled);
            await access.ExecuteTask!.WaitAsync(Eventually.Patience, Cancelled);
        })).Message;
    }

    private static async Task IsWaitedForAsync(string connectionString)
    {
        using var access = Access(connectionString);
        await access.StartAsync(Cancelled);
        Assert.False(access.ExecuteTask!.IsCompleted);
        await access.StopAsync(Cancelled);
    }

    private static RedisAccess Access(string connectionString) => new(
        Options.Create(new RedisOptions { ConnectionString = connectionString }), Options.Create(new ClusteringOptions()), RedisNeeds.OfClient);
}
