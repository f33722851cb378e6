using System.Text.Json;
using StackExchange.Redis;

namespace OrleansState.Bench.AspNetRedis;

/// <summary>Reads, changes and writes a cart, with and without seeing who wrote meanwhile.</summary>
internal sealed class RedisCarts(IDatabase redis)
{
    /// <summary>WATCH, MULTI, EXEC, again until nobody came between: loses nothing.</summary>
    public async Task<Cart> AddWithWatchAsync(string user, Line line)
    {
        RedisKey key = "cart:" + user;
        while (true)
        {
            var stored = await redis.StringGetAsync(key);
            var cart = Parse(stored).With(line);
            var transaction = redis.CreateTransaction();
            transaction.AddCondition(stored.IsNull ? Condition.KeyNotExists(key) : Condition.StringEqual(key, stored));
            var write = transaction.StringSetAsync(key, Bytes(cart));
            if (await transaction.ExecuteAsync() && await write)
                return cart;
        }
    }

    /// <summary>GET, then SET: who came between is overwritten.</summary>
    public async Task<Cart> AddAndMaybeLoseAsync(string user, Line line)
    {
        RedisKey key = "cart:" + user;
        var cart = Parse(await redis.StringGetAsync(key)).With(line);
        await redis.StringSetAsync(key, Bytes(cart));
        return cart;
    }

    public async Task<Cart> ReadAsync(string user) => Parse(await redis.StringGetAsync("cart:" + user));

    private static byte[] Bytes(Cart cart) => JsonSerializer.SerializeToUtf8Bytes(cart, CartJson.Default.Cart);

    private static Cart Parse(RedisValue stored) =>
        stored.IsNull ? new Cart([]) : JsonSerializer.Deserialize((byte[])stored!, CartJson.Default.Cart)!;
}
