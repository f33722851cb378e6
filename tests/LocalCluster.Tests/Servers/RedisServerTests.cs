using OrleansState.LocalCluster.Redis;
using OrleansState.TestServers;
using StackExchange.Redis;

namespace OrleansState.LocalCluster.Tests.Servers;

public sealed class RedisServerTests(RedisFixture redis)
{
    [Fact]
    public async Task An_acknowledged_write_survives_kill_9_and_a_restart_on_the_same_port()
    {
        redis.RequireRealRedis();
        await using var server = await RedisServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        var port = server.Port;
        await using (var client = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString))
            await client.GetDatabase().StringSetAsync("key", "value");

        server.Kill();
        await server.RestartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(port, server.Port);
        await using var again = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        Assert.Equal("value", (string?)await again.GetDatabase().StringGetAsync("key"));
    }

    [Fact]
    public async Task A_disposed_server_leaves_no_process_and_no_file()
    {
        redis.RequireRealRedis();
        var server = await RedisServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        var (pid, directory) = (server.Pid, server.DataDirectory);

        await server.DisposeAsync();

        Assert.False(Directory.Exists(directory));
        Assert.False(LiveProcesses.Exists(pid));
    }
}
