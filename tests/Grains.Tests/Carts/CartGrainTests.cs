using OrleansState.Carts;
using OrleansState.TestServers;

namespace OrleansState.Grains.Tests.Carts;

public sealed class CartGrainTests : IAsyncLifetime
{
    private GrainCluster _cluster = null!;
    private ICartGrain _cart = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await GrainCluster.StartAsync();
        _cart = _cluster.Grains.GetGrain<ICartGrain>("42");
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_cart_never_touched_is_empty_and_at_version_0()
    {
        var cart = (await _cart.GetAsync()).Value!;

        Assert.Empty(cart.Lines);
        Assert.Equal((0, null, null), (cart.Version, cart.UpdatedAt, cart.ExpiresAt));
    }

    [Fact]
    public async Task A_filled_cart_says_when_it_expires()
    {
        var cart = (await AddAsync("apple")).Value!;

        Assert.Equal(_cluster.Clock.GetUtcNow(), cart.UpdatedAt);
        Assert.Equal(_cluster.Clock.GetUtcNow() + GrainCluster.IdleTimeout, cart.ExpiresAt);
    }

    [Fact]
    public async Task Of_many_adds_at_once_none_is_lost()
    {
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => AddAsync("apple")));

        var cart = (await _cart.GetAsync()).Value!;
        Assert.Equal([new CartLine("apple", 1000)], cart.Lines);
        Assert.Equal(1000, cart.Version);
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_when_the_grain_comes_back()
    {
        var reply = await AddAsync("apple");
        await _cluster.DeactivateAsync(_cart);

        var again = await _cart.GetAsync();

        Assert.Equal(reply.ETag, again.ETag);
        Assert.Equal([new CartLine("apple", 1)], again.Value!.Lines);
    }

    [Fact]
    public async Task The_timer_empties_an_idle_cart_and_gives_its_memory_back()
    {
        await AddAsync("apple");

        _cluster.Clock.Advance(GrainCluster.IdleTimeout);

        await Eventually.UntilAsync("the idle cart has left memory", async () => !await _cluster.IsActiveAsync(_cart));
        var cart = (await _cart.GetAsync()).Value!;
        Assert.Empty(cart.Lines);
        Assert.Null(cart.UpdatedAt);
        Assert.DoesNotContain($"cart/{_cart.GetPrimaryKeyString()}", _cluster.Store.Keys);
    }

    [Fact]
    public async Task A_cart_changed_in_time_lives_on()
    {
        await AddAsync("apple");
        _cluster.Clock.Advance(GrainCluster.IdleTimeout - TimeSpan.FromMinutes(1));
        await AddAsync("pear");

        _cluster.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(2, (await _cart.GetAsync()).Value!.Lines.Length);
        _cluster.Clock.Advance(GrainCluster.IdleTimeout - TimeSpan.FromMinutes(1));
        Assert.Empty((await _cart.GetAsync()).Value!.Lines);
    }

    [Fact]
    public async Task A_cart_whose_activation_is_gone_is_found_expired_when_it_is_touched()
    {
        await AddAsync("apple");
        await _cluster.DeactivateAsync(_cart);
        _cluster.Clock.Advance(GrainCluster.IdleTimeout);

        var reply = await AddAsync("pear");

        Assert.Equal([new CartLine("pear", 1)], reply.Value!.Lines);
    }

    [Fact]
    public async Task A_stale_condition_is_refused_and_changes_nothing()
    {
        var first = await AddAsync("apple");
        await AddAsync("apple");

        var refused = await _cart.ClearAsync(new CommandContext(first.ETag));

        Assert.Equal(RefusalCodes.PreconditionFailed, refused.Refusal?.Code);
        Assert.Equal(2, (await _cart.GetAsync()).Value!.Lines[0].Quantity);
    }

    [Fact]
    public async Task A_command_sent_again_with_its_key_after_the_grain_came_back_takes_effect_once()
    {
        var context = new CommandContext(null, IdempotencyKey.Create("key", "add apple"));
        var first = await _cart.AddAsync(new CartLine("apple", 1), context);
        await _cluster.DeactivateAsync(_cart);

        var again = await _cart.AddAsync(new CartLine("apple", 1), context);

        Assert.True(again.Replayed);
        Assert.Equal(first.ETag, again.ETag);
        Assert.Equal(first.Value!.ExpiresAt, again.Value!.ExpiresAt);
        Assert.Equal(1, (await _cart.GetAsync()).Value!.Lines[0].Quantity);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("apple", 0)]
    [InlineData("apple", -1)]
    [InlineData("apple", CartLimits.Quantity + 1)]
    public async Task A_command_outside_the_limits_is_a_fault_of_the_caller(string item, int quantity)
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(() => _cart.AddAsync(new CartLine(item, quantity)));

        Assert.Empty((await _cart.GetAsync()).Value!.Lines);
    }

    private Task<Reply<CartSnapshot>> AddAsync(string item) => _cart.AddAsync(new CartLine(item, 1));
}
