using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;
using OrleansState.Carts;
using OrleansState.Clicks;
using OrleansState.Storage;
using OrleansState.Testing;
using OrleansState.TestServers;

namespace OrleansState.Grains.Tests.Engine.Live;

public sealed class LiveStateTests : IAsyncLifetime
{
    private const string Process = "process-1";

    private readonly ConcurrentQueue<LiveChanges> _heard = new();
    private readonly LyingStore _store = new();
    private TestSilo _silo = null!;

    public async ValueTask InitializeAsync()
    {
        _silo = await TestSilo.StartAsync(new TestSiloOptions
        {
            Store = _store,
            ConfigureSilo = silo =>
            {
                silo.Services.AddGrainsOfTheProduct();
                silo.AddMemoryGrainStorage(LiveStreams.Provider);
                silo.AddLiveStates();
            },
        });
        await _silo.Services.GetRequiredService<IClusterClient>().GetStreamProvider(LiveStreams.Provider)
            .GetStream<LiveChanges>(StreamId.Create(LiveStreams.Namespace, Process))
            .SubscribeAsync((message, _) =>
            {
                _heard.Enqueue(message);
                return Task.CompletedTask;
            });
    }

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task Who_watches_is_answered_the_present_version_and_told_each_further_one()
    {
        var cart = Cart("1");
        var before = await cart.AddAsync(new CartLine("apple", 1));

        var watch = await WatchAsync(cart, ICartGrain.Kind);
        Assert.Equal(before.ETag, watch.ETag);
        var after = await cart.AddAsync(new CartLine("apple", 1));

        await IsToldAsync(cart, ICartGrain.Kind, after.ETag);
        Assert.All(_heard, message => Assert.Equal(watch.Teller, message.Teller));
    }

    [Fact]
    public async Task A_version_that_was_not_written_is_told_to_nobody()
    {
        var cart = Cart("2");
        await WatchAsync(cart, ICartGrain.Kind);
        _store.RefuseNextWrite();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => cart.AddAsync(new CartLine("apple", 1)));
        var written = await cart.AddAsync(new CartLine("pear", 1));

        await IsToldAsync(cart, ICartGrain.Kind, written.ETag);
        Assert.Equal(new[] { ETag.None.ToString(), written.ETag }, _heard.SelectMany(message => message.Changes).Select(change => change.ETag).Distinct());
    }

    [Fact]
    public async Task What_nobody_watches_has_no_watchers_and_is_told_to_nobody()
    {
        // Found before it is listened to: a meter that is made meanwhile is told of under the lock of all meters.
        var meter = _silo.Services.GetRequiredService<EngineMetrics>().Meter;
        using var told = new MeterListener();
        var count = 0L;
        told.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "live_changes_told" && ReferenceEquals(instrument.Meter, meter))
                listener.EnableMeasurementEvents(instrument);
        };
        told.SetMeasurementEventCallback<long>((_, changes, _, _) => Interlocked.Add(ref count, changes));
        told.Start();
        var (watched, other) = (Cart("3"), Cart("4"));
        await other.AddAsync(new CartLine("apple", 1));
        await WatchAsync(watched, ICartGrain.Kind);

        await other.AddAsync(new CartLine("apple", 1));
        var change = await watched.AddAsync(new CartLine("apple", 1));

        await IsToldAsync(watched, ICartGrain.Kind, change.ETag);
        await Eventually.UntilAsync("the counter of what was told", () => Interlocked.Read(ref count) == _heard.Sum(message => message.Changes.Length));
        Assert.All(_heard.SelectMany(message => message.Changes), change => Assert.Equal(watched.GetGrainId(), change.Grain));
        var engine = _silo.Services.GetRequiredService<StateEngine>();
        Assert.NotNull(engine.FindWatched(ICartGrain.Kind, "3")!.Watchers);
        Assert.Null(engine.FindWatched(ICartGrain.Kind, "4")!.Watchers);
    }

    [Fact]
    public async Task What_the_intake_counts_for_a_watched_counter_is_told()
    {
        var user = Enumerable.Range(0, int.MaxValue).Select(i => $"{i}").First(user => ClickSlots.Of(user) == 7);
        var counter = _silo.Grains.GetGrain<IClickCounterGrain>(user);
        var intake = _silo.Grains.GetGrain<IClickIntakeGrain>(ClickSlots.KeyOf(7));
        // Counted by a lease, without an activation.
        await intake.DeliverAsync(Delivery(user, offset: 0));
        var before = await WatchAsync(counter, IClickCounterGrain.Kind);

        await intake.DeliverAsync(Delivery(user, offset: 1));

        var after = await counter.GetAsync();
        Assert.Equal(2, after.Total);
        Assert.NotEqual(before.ETag, after.ETag);
        await IsToldAsync(counter, IClickCounterGrain.Kind, after.ETag!);
    }

    [Fact]
    public async Task An_activation_that_ends_says_that_it_tells_no_more()
    {
        var cart = Cart("5");
        await WatchAsync(cart, ICartGrain.Kind);

        await _silo.DeactivateAsync(cart);

        await IsToldAsync(cart, ICartGrain.Kind, etag: null);
    }

    [Fact]
    public async Task A_record_that_is_erased_is_told_as_a_version()
    {
        var cart = Cart("6");
        await cart.AddAsync(new CartLine("apple", 1));
        await WatchAsync(cart, ICartGrain.Kind);

        await cart.AddAsync(new CartLine("apple", 1));
        await cart.EraseAsync();

        // The version, or where the activation has ended before it was sent that there is none to tell of the next.
        await Eventually.UntilAsync("the end of the record", () => Passes() && _heard.SelectMany(message => message.Changes).Any(
            change => change.Grain == cart.GetGrainId() && (change.ETag is null || change.ETag == ETag.None.ToString())));
        Assert.Equal(ETag.None.ToString(), (await WatchAsync(cart, ICartGrain.Kind)).ETag);
    }

    [Fact]
    public async Task A_grain_has_to_have_the_kind_that_is_watched() =>
        await Assert.ThrowsAsync<ArgumentException>(() => WatchAsync(Cart("7"), "wallet"));

    [Fact]
    public async Task While_somebody_watches_the_silo_gives_signs_of_life_with_the_number_of_its_latest_message()
    {
        var cart = Cart("8");
        await WatchAsync(cart, ICartGrain.Kind);
        await IsToldAsync(cart, ICartGrain.Kind, (await cart.AddAsync(new CartLine("apple", 1))).ETag);

        await Eventually.UntilAsync("a sign of life", () => Passes() && _heard.Last().Changes.IsEmpty);

        Assert.Equal(_heard.Where(message => !message.Changes.IsEmpty).Max(message => message.Number), _heard.Last().Number);
    }

    private ICartGrain Cart(string key) => _silo.Grains.GetGrain<ICartGrain>(key);

    private ClickDelivery Delivery(string user, long offset) => new("events", 0, _store.Epoch, [new UserClicks(user, [new LoggedClick(offset, "click")])]);

    private static Task<LiveWatch> WatchAsync(IAddressable grain, string kind) =>
        grain.AsReference<ILiveStateExtension>().WatchAsync(kind, Process, TimeSpan.FromMinutes(5));

    private Task IsToldAsync(IAddressable grain, string kind, string? etag) => Eventually.UntilAsync(
        "the message of a change", () => Passes() && _heard.SelectMany(message => message.Changes).Contains(new LiveChange(grain.GetGrainId(), kind, etag)));

    /// <summary>Streams go by the silo's clock.</summary>
    private bool Passes()
    {
        _silo.Clock.Advance(TimeSpan.FromMilliseconds(100));
        return true;
    }
}
