using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using OrleansState.Carts;
using OrleansState.Grains.Carts;
using OrleansState.LocalCluster.Redis;
using OrleansState.TestServers;
using StackExchange.Redis;

namespace OrleansState.Grains.Tests.Engine.Redis;

/// <summary>Keys beside a record on a real redis-server, which is killed, robbed of the end of its file, and looked into.</summary>
public sealed class KeysBesideTests(RedisFixture redis) : IAsyncLifetime
{
    private const int Keys = 100;

    /// <summary>None of these is about a server that does not answer.</summary>
    private static readonly TimeSpan Patience = Eventually.Patience;

    private RedisServer _server = null!;
    private RedisSilo _silo = null!;
    private DurableState<CartState> _cart = null!;

    public async ValueTask InitializeAsync()
    {
        redis.RequireRealRedis();
        _server = await RedisServer.StartAsync();
        // It asks for nothing by itself, so that the server's count of commands is that of the tests. Its clock stands still:
        // however long a hundred adds take, they are of the minute that an activation remembers.
        _silo = await RedisSilo.StartAsync(
            _server.ConnectionString, sleeps: true, Patience, new FakeTimeProvider(TimeProvider.System.GetUtcNow()));
        _cart = _silo.Open("cart", "42", CartState.Empty);
    }

    public async ValueTask DisposeAsync()
    {
        if (_silo is not null)
            await _silo.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_hundred_keys_sent_again_to_another_silo_after_a_restart_of_the_store_take_effect_once()
    {
        var first = await AddAllAsync(_silo, _cart);
        _server.Kill();
        await _server.RestartAsync(TestContext.Current.CancellationToken);
        await using var other = await RedisSilo.StartAsync(_server.ConnectionString, timeout: Patience);
        await other.ConnectedAsync();

        var again = await AddAllAsync(other, other.Open("cart", "42", CartState.Empty));

        Assert.Equal(first.Select(InWords), again.Select(InWords));
        Assert.All(again, reply => Assert.True(reply.Replayed));
        Assert.Equal(Keys, again[^1].Value!.Lines[0].Quantity);
    }

    [Fact]
    public async Task Keys_that_only_a_live_activation_still_has_go_back_into_the_store_that_lost_them()
    {
        await AddAsync(_silo, _cart, "before");
        var length = _server.AppendOnlyBytes();
        var first = await AddAllAsync(_silo, _cart);

        await _server.RestartWithoutAfterAsync(length, TestContext.Current.CancellationToken);
        await _silo.ConnectedAsync();
        var again = await AddAllAsync(_silo, _cart);
        await using var other = await RedisSilo.StartAsync(_server.ConnectionString, timeout: Patience);
        var elsewhere = await AddAllAsync(other, other.Open("cart", "42", CartState.Empty));

        Assert.Equal(first.Select(InWords), again.Select(InWords));
        Assert.Equal(first.Select(InWords), elsewhere.Select(InWords));
    }

    [Fact]
    public async Task Of_an_erased_user_no_key_is_left()
    {
        await AddAllAsync(_silo, _cart);
        Assert.Contains("test/keys0/cart/42", Stored());

        await _silo.Store.PlaceTombstoneAsync("42", TimeSpan.FromHours(1));
        await _silo.Turn(async () =>
        {
            await _cart.EraseAsync();
            return true;
        });

        Assert.DoesNotContain(Stored(), key => key.Contains("42", StringComparison.Ordinal));
        await Assert.ThrowsAsync<UserErasedException>(() => AddAsync(_silo, _cart, "k0"));
    }

    [Fact]
    public async Task The_store_drops_keys_by_itself_some_time_after_their_lifetime()
    {
        await AddAllAsync(_silo, _cart);

        Assert.InRange((await Database.KeyTimeToLiveAsync("test/keys0/cart/42"))!.Value, TimeSpan.FromHours(23), TimeSpan.FromHours(26));
        Assert.Null(await Database.KeyTimeToLiveAsync("test/cart/42"));
    }

    [Fact]
    public async Task Only_a_keyed_command_of_a_cart_with_many_keys_costs_more_than_a_write_of_the_record()
    {
        const string Record = "evalsha 1, getrange 1, set 1";
        await AddAsync(_silo, _cart, null);
        Assert.Equal(Record, await CostAsync(null));
        Assert.Equal(Record, await CostAsync("few"));

        for (var i = 0; i < 1000; i++)
            await AddAsync(_silo, _cart, $"{i}");

        Assert.Equal(Record, await CostAsync(null));
        Assert.Equal("evalsha 1, getrange 1, hget 2, hset 1, pexpire 1, set 1", await CostAsync("many"));
    }

    /// <summary>Commands that one add costs the server, by its own count.</summary>
    private async Task<string> CostAsync(string? key)
    {
        var server = _silo.Connection.GetServer(_silo.Connection.GetEndPoints()[0]);
        var before = await CommandsAsync(server);
        await AddAsync(_silo, _cart, key);
        var after = await CommandsAsync(server);
        string[] counted = ["evalsha", "getrange", "set", "hget", "hset", "hdel", "pexpire", "del", "exists"];
        return string.Join(", ", counted.Order(StringComparer.Ordinal)
            .Select(name => (name, calls: after.GetValueOrDefault(name) - before.GetValueOrDefault(name)))
            .Where(c => c.calls > 0).Select(c => $"{c.name} {c.calls}"));
    }

    private static async Task<Dictionary<string, long>> CommandsAsync(IServer server) =>
        (await server.InfoAsync("commandstats")).SelectMany(group => group).ToDictionary(
            line => line.Key["cmdstat_".Length..], line => long.Parse(line.Value.Split(',')[0]["calls=".Length..], CultureInfo.InvariantCulture));

    private IDatabase Database => _silo.Connection.GetDatabase();

    private List<string> Stored() =>
        [.. _silo.Connection.GetServer(_silo.Connection.GetEndPoints()[0]).Keys(pattern: "test/*").Select(key => key.ToString())];

    private static async Task<List<Reply<CartState>>> AddAllAsync(RedisSilo silo, DurableState<CartState> cart)
    {
        var replies = new List<Reply<CartState>>();
        for (var i = 0; i < Keys; i++)
            replies.Add(await AddAsync(silo, cart, $"k{i}"));
        return replies;
    }

    private static async Task<Reply<CartState>> AddAsync(RedisSilo silo, DurableState<CartState> cart, string? key)
    {
        var context = key is null ? null : new CommandContext(null, IdempotencyKey.Create(key, "add"));
        Reply<CartState>? reply = null;
        await Eventually.UntilAsync("the add is answered", async () =>
        {
            try
            {
                reply = await silo.Turn(() => cart.CommitAsync(Add, CartRules.Recall, context));
                return true;
            }
            catch (StoreUnavailableException fault) when (key is not null || !fault.OutcomeUnknown)
            {
                return false;
            }
        });
        return reply!;
    }

    private static Decision<CartState, CartState> Add(CartState cart) =>
        CartRules.Add(cart, new CartLine("apple", 1), 3, TimeProvider.System.GetUtcNow());

    private static string InWords(Reply<CartState> reply) =>
        $"{reply.ETag} {reply.Value!.Version} {reply.Value.UpdatedAt:O} {string.Join(", ", reply.Value.Lines)}";
}
