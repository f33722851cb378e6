using Microsoft.Extensions.DependencyInjection;
using OrleansState.Carts;
using OrleansState.Clicks;
using OrleansState.Grains.Carts;
using OrleansState.Grains.Tests.Engine.Outboxes;
using OrleansState.Indexes;
using OrleansState.Sessions;
using OrleansState.Testing;
using OrleansState.TestServers;
using OrleansState.Users;

namespace OrleansState.Grains.Tests.Maintenance;

/// <summary>What nobody has in memory is found when it is due, and what nobody needs leaves no record.</summary>
public sealed class SweepTests : IAsyncLifetime
{
    private static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    private readonly LyingStore _store = new();
    private readonly RecordingPublisher _told = new();
    private TestSilo _silo = null!;

    public async ValueTask InitializeAsync() => _silo = await StartAsync(TimeSpan.FromHours(1));

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task An_idle_cart_that_nobody_has_in_memory_leaves_no_record_and_its_activation_ends()
    {
        var cart = Cart("1");
        await cart.AddAsync(new CartLine("apple", 3));
        Assert.Equal((1, 3), (await _silo.Indexes.SumAsync(CartIndexes.Active), await _silo.Indexes.SumAsync(CartIndexes.Items)));
        await LeaveForAsync(TimeSpan.FromHours(1) + TimeSpan.FromMinutes(2), cart);

        var report = await _silo.RunAsync("sweep");

        Assert.Equal(1, report.Counts["settled"]);
        Assert.Equal(["cart_expired"], _told.Published.Select(told => told.Type));
        Assert.DoesNotContain("cart/1", _store.Keys);
        Assert.Equal((0, 0), (await _silo.Indexes.SumAsync(CartIndexes.Active), await _silo.Indexes.SumAsync(CartIndexes.Items)));
        Assert.Equal(0, await _silo.Indexes.CountAsync(CartIndexes.Changed));
        Assert.DoesNotContain("settled", (await _silo.RunAsync("sweep")).Counts.Keys);
        Assert.Single(_told.Published);
        await Eventually.UntilAsync("the activation has ended", async () =>
            await _silo.Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(cart) is null);
    }

    [Fact]
    public async Task A_cart_that_is_not_idle_yet_is_not_touched()
    {
        var cart = Cart("1");
        await cart.AddAsync(new CartLine("apple", 3));
        await LeaveForAsync(TimeSpan.FromMinutes(59), cart);

        Assert.DoesNotContain("settled", (await _silo.RunAsync("sweep")).Counts.Keys);

        Assert.Single((await cart.GetAsync()).Value!.Lines);
    }

    [Fact]
    public async Task An_emptied_cart_leaves_no_record_either()
    {
        var cart = Cart("1");
        await cart.AddAsync(new CartLine("apple", 3));
        Assert.Equal(2, (await cart.ClearAsync(null)).Value!.Version);
        Assert.Equal(2, (await cart.GetAsync()).Value!.Version);
        await LeaveForAsync(TimeSpan.FromHours(2), cart);

        await _silo.RunAsync("sweep");

        Assert.DoesNotContain("cart/1", _store.Keys);
    }

    [Fact]
    public async Task A_record_with_keys_stays_until_they_have_run_out()
    {
        var cart = Cart("1");
        var context = new CommandContext(null, IdempotencyKey.Create("a key", "3 apples"));
        await cart.AddAsync(new CartLine("apple", 3), context);
        await LeaveForAsync(TimeSpan.FromHours(2), cart);

        await _silo.RunAsync("sweep");

        Assert.Contains("cart/1", _store.Keys);
        Assert.Empty((await cart.GetAsync()).Value!.Lines);
        var again = await cart.AddAsync(new CartLine("apple", 3), context);
        Assert.True(again.Replayed);
        Assert.Equal(3, again.Value!.Lines.Single().Quantity);
        Assert.Empty((await cart.GetAsync()).Value!.Lines);
        await LeaveForAsync(TimeSpan.FromDays(1), cart);
        await _silo.RunAsync("sweep");
        Assert.DoesNotContain("cart/1", _store.Keys);
    }

    [Fact]
    public async Task A_cart_with_orders_keeps_them_as_long_as_they_are_retained()
    {
        var cart = Cart("1");
        await cart.AddAsync(new CartLine("apple", 3));
        await cart.CheckOutAsync(null);
        await LeaveForAsync(TimeSpan.FromDays(29), cart);
        await _silo.RunAsync("sweep");
        Assert.Single(await cart.GetOrdersAsync());

        await LeaveForAsync(TimeSpan.FromDays(1), cart);
        await LeaveForAsync(TimeSpan.FromMinutes(2), cart);
        await _silo.RunAsync("sweep");

        Assert.DoesNotContain("cart/1", _store.Keys);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(60 * 24 * 365 * 3)]
    public async Task A_change_of_the_timeout_goes_for_carts_that_exist_already(int minutes)
    {
        await Cart("1").AddAsync(new CartLine("apple", 3));
        var clock = _silo.Clock;
        await _silo.DisposeAsync();
        _silo = await StartAsync(TimeSpan.FromMinutes(minutes), clock);
        clock.Advance(TimeSpan.FromMinutes(minutes - 2));
        Assert.DoesNotContain("settled", (await _silo.RunAsync("sweep")).Counts.Keys);
        clock.Advance(TimeSpan.FromMinutes(4));

        Assert.Equal(1, (await _silo.RunAsync("sweep")).Counts["settled"]);

        Assert.DoesNotContain("cart/1", _store.Keys);
    }

    [Fact]
    public async Task An_add_that_meets_the_sweep_finds_an_empty_cart_or_none_and_is_kept()
    {
        for (var round = 0; round < 20; round++)
        {
            var cart = Cart($"raced-{round}");
            await cart.AddAsync(new CartLine("apple", 3));
            await LeaveForAsync(TimeSpan.FromHours(2), cart);

            var add = cart.AddAsync(new CartLine("pear", 1));
            await Task.WhenAll(_silo.RunAsync("sweep"), add);

            Assert.Equal([new CartLine("pear", 1)], (await add).Value!.Lines);
            Assert.Equal([new CartLine("pear", 1)], (await cart.GetAsync()).Value!.Lines);
        }
    }

    [Fact]
    public async Task While_the_store_refuses_writes_nothing_is_shown_and_the_next_run_does_it()
    {
        var cart = Cart("1");
        await cart.AddAsync(new CartLine("apple", 3));
        await LeaveForAsync(TimeSpan.FromHours(2), cart);
        _store.RefuseNextWrite();

        var report = await _silo.RunAsync("sweep");

        Assert.Equal(1, report.Failures);
        Assert.Equal(1, (await _silo.RunAsync("sweep")).Counts["settled"]);
        Assert.DoesNotContain("cart/1", _store.Keys);
    }

    [Fact]
    public async Task More_than_a_page_is_swept_in_one_run_and_an_entry_of_no_record_holds_nobody_up()
    {
        const int Carts = 1200;
        // What an index names that is not there: no write of ours makes it, a taken back store may.
        _store.Memory.ChangeIndexes("cart/ghost", new IndexWrite([], [new EntryChange(IndexNames.Deadline("cart", 0), "ghost", 0)]));
        await Task.WhenAll(Enumerable.Range(0, Carts).Select(i => Cart($"many-{i}").AddAsync(new CartLine("apple", 3))));
        await LeaveForAsync(TimeSpan.FromHours(2), [.. Enumerable.Range(0, Carts).Select(i => Cart($"many-{i}"))]);

        var report = await _silo.RunAsync("sweep");

        Assert.Equal((Carts + 1, 1), (report.Counts["settled"], report.Counts["left"]));
        Assert.DoesNotContain(_store.Keys, key => key.StartsWith("cart/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Events_that_a_dead_silo_left_in_a_record_are_published_without_a_call_of_its_grain()
    {
        _told.FailNext(int.MaxValue);
        var cart = Cart("1");
        await cart.AddAsync(new CartLine("apple", 3));
        await cart.CheckOutAsync(null);
        await _silo.DisposeAsync();
        _told.FailNext(0);
        _silo = await StartAsync(TimeSpan.FromHours(1));
        _silo.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(_told.Published);

        Assert.Equal(1, (await _silo.RunAsync("outboxes")).Counts["settled"]);

        Assert.Equal(["cart_checked_out"], _told.Published.Select(told => told.Type));
        Assert.DoesNotContain("settled", (await _silo.RunAsync("outboxes")).Counts.Keys);
        Assert.Single(await Cart("1").GetOrdersAsync());
    }

    [Fact]
    public async Task Two_thousand_guests_that_came_and_left_leave_nothing_behind()
    {
        const int Count = 2000;
        await Parallel.ForAsync(0, Count, async (i, _) =>
        {
            var guest = $"guest:{i}";
            await Cart(guest).AddAsync(new CartLine("apple", 1));
            await _silo.Grains.GetGrain<IClickCounterGrain>(guest).IncrementAsync("click", new CommandContext(null, IdempotencyKey.Create($"{i}", "click")));
            await _silo.Grains.GetGrain<ISessionsGrain>(guest).OpenAsync(new NewSession($"s{i}", Guests.Username, TokenHash.Of("t"u8), TimeSpan.FromDays(30), TimeSpan.FromDays(7)));
        });
        Assert.Equal(3 * Count, _store.Keys.Count);
        var clock = _silo.Clock;
        await _silo.DisposeAsync();
        clock.Advance(TimeSpan.FromDays(91));
        _silo = await StartAsync(TimeSpan.FromHours(1), clock);

        await _silo.RunAsync("sweep");

        Assert.Empty(_store.Keys);
        Assert.Equal(0, await _silo.Indexes.SumAsync(ClickIndexes.ByAction));
    }

    private Task<TestSilo> StartAsync(TimeSpan idleTimeout, Microsoft.Extensions.Time.Testing.FakeTimeProvider? clock = null) => TestSilo.StartAsync(new TestSiloOptions
    {
        Store = _store,
        Clock = clock,
        ConfigureSilo = silo =>
        {
            silo.Services.AddGrainsOfTheProduct();
            silo.Services.AddSingleton<IEventPublisher>(_told);
            silo.Services.Configure<CartOptions>(o => (o.IdleTimeout, o.Retention) = (idleTimeout, Retention));
        },
    });

    /// <summary>The carts leave memory, and time passes.</summary>
    private async Task LeaveForAsync(TimeSpan time, params ICartGrain[] carts)
    {
        foreach (var cart in carts)
            await _silo.DeactivateAsync(cart);
        _silo.Clock.Advance(time);
    }

    private ICartGrain Cart(string user) => _silo.Grains.GetGrain<ICartGrain>(user);
}
