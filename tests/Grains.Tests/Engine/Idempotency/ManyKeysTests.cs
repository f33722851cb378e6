using OrleansState.Carts;
using OrleansState.Clicks;

namespace OrleansState.Grains.Tests.Engine.Idempotency;

/// <summary>Within its lifetime a key takes effect once, however many came between.</summary>
public sealed class ManyKeysTests : IAsyncLifetime
{
    private GrainCluster _cluster = null!;
    private ICartGrain _cart = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await GrainCluster.StartAsync();
        _cart = _cluster.Grains.GetGrain<ICartGrain>("1");
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Theory]
    [InlineData(100, false)]
    [InlineData(100, true)]
    [InlineData(1000, false)]
    public async Task Commands_sent_again_in_order_take_effect_once_and_are_answered_as_before(int keys, bool comesBack)
    {
        var first = await AddAsync(0, keys);
        if (comesBack)
            await _cluster.DeactivateAsync(_cart);

        var again = await AddAsync(0, keys);

        Assert.Equal(keys, (await _cart.GetAsync()).Value!.Lines.Sum(l => l.Quantity));
        Assert.All(again, reply => Assert.True(reply.Replayed));
        Assert.Equal(first.Select(InWords), again.Select(InWords));
    }

    [Fact]
    public async Task Keys_that_come_again_while_others_are_written_take_effect_once()
    {
        const int Keys = 200;
        await Task.WhenAll(Enumerable.Range(0, Keys).Select(i => AddAsync(i)));

        await Task.WhenAll(Enumerable.Range(0, 2 * Keys).Select(i => AddAsync(i)).Concat(Enumerable.Range(0, Keys).Select(i => AddAsync(i))));

        Assert.Equal(2 * Keys, (await _cart.GetAsync()).Value!.Lines.Sum(l => l.Quantity));
    }

    [Fact]
    public async Task A_key_that_lies_behind_many_changes_without_one_still_counts()
    {
        var first = await AddAsync(0);
        for (var i = 0; i < 300; i++)
            await _cart.AddAsync(new CartLine("pear", 1));

        var again = await AddAsync(0);

        Assert.Equal(InWords(first), InWords(again));
        Assert.True(again.Replayed);
    }

    [Fact]
    public async Task An_order_and_a_refusal_are_answered_as_before_behind_many_other_keys()
    {
        var refused = await _cart.CheckOutAsync(Context("refused", "checkout"));
        await AddAsync(-1);
        var order = await _cart.CheckOutAsync(Context("order", "checkout"));
        await AddAsync(0, 100);

        var refusedAgain = await _cart.CheckOutAsync(Context("refused", "checkout"));
        var orderAgain = await _cart.CheckOutAsync(Context("order", "checkout"));

        Assert.Equal((refused.Refusal, refused.ETag, true), (refusedAgain.Refusal, refusedAgain.ETag, refusedAgain.Replayed));
        Assert.Equal((order.Value!.OrderId, order.ETag, true), (orderAgain.Value?.OrderId, orderAgain.ETag, orderAgain.Replayed));
        Assert.Equal(order.Value.Lines, orderAgain.Value!.Lines);
        Assert.Equal(RefusalCodes.KeyReused, (await _cart.ClearAsync(Context("order", "clear"))).Refusal?.Code);
    }

    [Fact]
    public async Task A_key_behind_many_others_is_a_new_one_when_its_lifetime_is_over()
    {
        await AddAsync(0, 50);
        _cluster.Clock.Advance(TimeSpan.FromHours(23));
        await AddAsync(50, 50);
        Assert.All(await AddAsync(0, 50), reply => Assert.True(reply.Replayed));
        _cluster.Clock.Advance(TimeSpan.FromHours(1));

        var again = await AddAsync(0, 50);

        Assert.All(again, reply => Assert.False(reply.Replayed));
        Assert.All(await AddAsync(50, 50), reply => Assert.True(reply.Replayed));
    }

    [Fact]
    public async Task Keyed_increments_of_a_counter_sent_again_in_order_count_once()
    {
        var counter = _cluster.Grains.GetGrain<IClickCounterGrain>("1");
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 100; i++)
            {
                var reply = await counter.IncrementAsync("click", Context($"{i}", "click"));
                Assert.Equal((i + 1, round == 1), (reply.Value!.Count, reply.Replayed));
            }
        }

        Assert.Equal(100, (await counter.GetAsync()).Total);
    }

    private async Task<List<Reply<CartSnapshot>>> AddAsync(int first, int keys)
    {
        var replies = new List<Reply<CartSnapshot>>();
        for (var i = first; i < first + keys; i++)
            replies.Add(await AddAsync(i));
        return replies;
    }

    private Task<Reply<CartSnapshot>> AddAsync(int key) => _cart.AddAsync(new CartLine($"item-{key % 7}", 1), Context($"{key}", $"add {key % 7}"));

    private static CommandContext Context(string key, string payload) => new(null, IdempotencyKey.Create(key, payload));

    private static string InWords(Reply<CartSnapshot> reply) =>
        $"{reply.ETag} {reply.Refusal?.Code} {reply.Value?.Version} {reply.Value?.UpdatedAt:O} {string.Join(", ", reply.Value?.Lines ?? [])}";
}
