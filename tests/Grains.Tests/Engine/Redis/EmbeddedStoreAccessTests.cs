using System.Net;
using System.Net.Sockets;
using System.Text;
using OrleansState.Embedded.Redis;
using OrleansState.LocalCluster.Processes;
using OrleansState.Redis;
using StackExchange.Redis;

namespace OrleansState.Grains.Tests.Engine.Redis;

/// <summary>Who can reach the port of the embedded store, as every process and every page in a browser of this machine can, is not let in.</summary>
public sealed class EmbeddedStoreAccessTests : IAsyncLifetime
{
    private const string Attack = "*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$6\r\nforged\r\n";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly RunDirectory _directory = new();
    private EmbeddedRedis _server = null!;
    private ConnectionMultiplexer _connection = null!;

    public async ValueTask InitializeAsync()
    {
        _server = EmbeddedRedis.Start(_directory.FullPath);
        var client = ConfigurationOptions.Parse(_server.ConnectionString);
        client.AsyncTimeout = client.SyncTimeout = (int)Patience.TotalMilliseconds;
        _connection = await ConnectionMultiplexer.ConnectAsync(client);
        await _connection.GetDatabase().StringSetAsync("key", "mine");
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        _server.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 36\r\n\r\n")]
    [InlineData("PUT / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 36\r\n\r\n")]
    [InlineData("GET key HTTP/1.1\r\n")]
    [InlineData("SET key forged\r\n")]
    [InlineData("\r\n")]
    public async Task What_is_not_RESP_is_cut_off_without_a_word_and_what_follows_is_not_executed(string beginning)
    {
        Assert.Equal("", await SayAsync(beginning + Attack));
        Assert.Equal("mine", await _connection.GetDatabase().StringGetAsync("key"));
    }

    [Fact]
    public async Task A_command_without_the_password_is_refused()
    {
        Assert.StartsWith("-NOAUTH", await SayAsync(Attack + "*1\r\n$4\r\nQUIT\r\n"), StringComparison.Ordinal);
        Assert.Equal("mine", await _connection.GetDatabase().StringGetAsync("key"));
    }

    [Fact]
    public async Task Each_start_has_a_password_of_its_own()
    {
        using var directory = new RunDirectory();
        using var other = EmbeddedRedis.Start(directory.FullPath);
        var (mine, theirs) = (ConfigurationOptions.Parse(_server.ConnectionString), ConfigurationOptions.Parse(other.ConnectionString));
        Assert.NotEqual(mine.Password, theirs.Password);

        var answer = await SayAsync($"*2\r\n$4\r\nAUTH\r\n${theirs.Password!.Length}\r\n{theirs.Password}\r\n{Attack}*1\r\n$4\r\nQUIT\r\n");

        Assert.Matches(@"^-(WRONGPASS|ERR)[^\r]*\r\n-NOAUTH", answer);
        Assert.Equal("mine", await _connection.GetDatabase().StringGetAsync("key"));
    }

    [Fact]
    public async Task A_script_that_does_not_end_is_broken_off_and_the_store_serves_on()
    {
        var fault = await Assert.ThrowsAsync<RedisServerException>(() => _connection.GetDatabase().ScriptEvaluateAsync(
            "redis.call('SET', KEYS[1], 'half') while true do end", ["key"]));

        // It had written already: whoever is told of such an end may not believe that nothing was changed.
        Assert.True(RedisFaults.MayHaveLanded(fault), fault.Message);
        Assert.Equal("half", await _connection.GetDatabase().StringGetAsync("key"));
        Assert.Equal("1", (string?)await _connection.GetDatabase().ScriptEvaluateAsync("return '1'"));
    }

    /// <summary>All that the store answers until it closes the connection.</summary>
    private async Task<string> SayAsync(string words)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _server.Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(words), TestContext.Current.CancellationToken);
        var answer = new MemoryStream();
        try
        {
            await client.GetStream().CopyToAsync(answer, TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
        catch (IOException cut) when (cut.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            // Closed with some of the words unread.
        }

        return Encoding.ASCII.GetString(answer.ToArray());
    }
}
