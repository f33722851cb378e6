using Microsoft.Extensions.DependencyInjection;
using OrleansState.Grains.Tests.Engine.Outboxes;
using OrleansState.Testing;
using OrleansState.TestServers;

namespace OrleansState.Grains.Tests.Engine.Deadlines;

/// <summary>A deadline is kept where nobody calls, by an activation.</summary>
public sealed class DeadlineTimerTests : IAsyncLifetime
{
    private readonly RecordingPublisher _told = new();
    private TestSilo _silo = null!;

    public async ValueTask InitializeAsync() =>
        _silo = await TestSilo.StartAsync(new TestSiloOptions { ConfigureSilo = Configure });

    private void Configure(ISiloBuilder silo)
    {
        silo.Services.AddSingleton<IEventPublisher>(_told);
        silo.Services.ConfigureState<Offer>(OfferGrain.Define);
    }

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task A_deadline_that_comes_sooner_than_it_did_is_kept_then()
    {
        var offer = _silo.Grains.GetGrain<IOfferGrain>("1");
        await offer.EndInAsync(TimeSpan.FromHours(10));
        await offer.EndInAsync(TimeSpan.FromMinutes(1));

        _silo.Clock.Advance(TimeSpan.FromMinutes(1));

        await _told.CalledAsync();
        Assert.Equal(["offer_ended"], _told.Published.Select(e => e.Type));
    }

    [Fact]
    public async Task What_an_expiry_tells_is_published_though_the_publisher_is_slow_and_nobody_calls()
    {
        _told.FailNext(2);
        await _silo.Grains.GetGrain<IOfferGrain>("2").EndInAsync(TimeSpan.FromMinutes(1));

        _silo.Clock.Advance(TimeSpan.FromMinutes(1));

        await Eventually.UntilAsync("the event", () =>
        {
            _silo.Clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(_told.Published.Count == 1);
        });
    }
}
