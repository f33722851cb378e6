using System.Text;
using OrleansState.Carts;
using OrleansState.Erasure;
using OrleansState.Events;
using OrleansState.Grains.Erasure;
using OrleansState.Grains.Tests.Engine.Outboxes;
using OrleansState.TestServers;
using OrleansState.TestServers.Events;

namespace OrleansState.Grains.Tests.Events;

/// <summary>What comes out of a silo while users shop and go.</summary>
public sealed class ToldEventsTests : IAsyncLifetime
{
    private GrainCluster _cluster = null!;

    private RecordingPublisher Events => _cluster.Events;

    public async ValueTask InitializeAsync() => _cluster = await GrainCluster.StartAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task What_happens_to_a_user_is_told_once_and_in_order_and_as_the_schemas_say()
    {
        var (ada, guest) = (Cart("ada"), Cart("guest:1"));
        await guest.AddAsync(new CartLine("pear", 1));
        await ada.AddAsync(new CartLine("apple", 2));
        await ada.CheckOutAsync();
        await ada.MergeAsync("guest:1", await guest.CloseAsync("ada"));
        await guest.ReleaseAsync();
        await ada.ClearAsync();
        await ada.AddAsync(new CartLine("plum", 3));
        _cluster.Clock.Advance(GrainCluster.IdleTimeout);
        await ada.GetAsync();
        await EraseAsync("ada");

        await ToldAsync(ChangeEvents.UserErased, "ada");

        Assert.Equal(
            [ChangeEvents.CartCheckedOut, ChangeEvents.CartMerged, ChangeEvents.CartCleared, ChangeEvents.CartExpired, ChangeEvents.UserErased],
            Of("ada").Select(told => told.Type));
        Assert.Equal([ChangeEvents.UserErased], Of("guest:1").Select(told => told.Type));
        Assert.All(Events.Published, told => Assert.Empty(EventSchemas.Faults(told.Type, told.Data.Span)));
        Assert.Equal("""{"guest":false}""", Encoding.UTF8.GetString(Of("ada").Last().Data.Span));
        Assert.Equal("""{"guest":true}""", Encoding.UTF8.GetString(Of("guest:1").Single().Data.Span));
    }

    [Fact]
    public async Task What_waits_in_a_cart_is_told_before_its_user_is_told_to_be_erased()
    {
        await Cart("ada").AddAsync(new CartLine("apple", 2));
        // Behind this one nothing is offered again for a quarter of a second of a clock that stands.
        Events.FailNext(1);
        await Cart("ada").CheckOutAsync();
        await Events.CalledAsync();
        Assert.Empty(Of("ada"));

        await EraseAsync("ada");
        await ToldAsync(ChangeEvents.UserErased, "ada");

        Assert.Equal([ChangeEvents.CartCheckedOut, ChangeEvents.UserErased], Of("ada").Select(told => told.Type));
    }

    [Fact]
    public async Task An_erasure_waits_for_nobody_and_is_told_when_somebody_hears()
    {
        await Cart("ada").AddAsync(new CartLine("apple", 2));
        Events.FailNext(int.MaxValue);
        await Cart("ada").CheckOutAsync();
        await EraseAsync("ada");
        await Assert.ThrowsAsync<UserErasedException>(() => Cart("ada").GetAsync());
        Assert.Empty(Events.Published);

        Events.FailNext(0);
        await Eventually.UntilAsync("the erasure has been told", () =>
        {
            _cluster.Clock.Advance(TimeSpan.FromSeconds(15));
            return Task.FromResult(Of("ada").Any());
        });

        Assert.Equal([ChangeEvents.UserErased], Of("ada").Select(told => told.Type).Distinct());
    }

    [Fact]
    public async Task More_erasures_than_may_wait_to_be_told_are_carried_out_and_told_later()
    {
        const int Users = Outbox.MaxEvents + 3;
        Events.FailNext(int.MaxValue);
        for (var i = 0; i < Users; i++)
            await EraseAsync($"user-{i}");
        // All have come to their end, as far as users' letters are concerned.
        Assert.Equal(Users, await _cluster.Grains.GetGrain<IErasedUsersGrain>(IErasedUsersGrain.Key).FindLettersDueAsync());

        Events.FailNext(0);
        await Eventually.UntilAsync("all have been told", async () =>
        {
            _cluster.Clock.Advance(TimeSpan.FromSeconds(15));
            await Unfinished.ResumeAsync();
            return Events.Published.Select(told => told.Key).Distinct().Count() == Users;
        });

        Assert.Equal(Users, Events.Published.Select(told => told.Id).Distinct().Count());
        Assert.False(await _cluster.Grains.GetGrain<IErasureGrain>($"user-{Users - 1}").FinishAsync());
    }

    [Fact]
    public async Task A_cart_whose_events_nobody_takes_goes_on_until_as_many_wait_as_may_wait()
    {
        Events.FailNext(int.MaxValue);
        for (var i = 0; i < Outbox.MaxEvents; i++)
        {
            await Cart("ada").AddAsync(new CartLine("apple", 1));
            Assert.Null((await Cart("ada").CheckOutAsync()).Refusal);
        }

        Assert.Null((await Cart("ada").AddAsync(new CartLine("apple", 1))).Refusal);
        Assert.Equal(RefusalCodes.OutboxFull, (await Cart("ada").CheckOutAsync()).Refusal?.Code);
        Assert.Equal(RefusalCodes.OutboxFull, (await Cart("ada").ClearAsync()).Refusal?.Code);
        Assert.Equal([new CartLine("apple", 1)], (await Cart("ada").GetAsync()).Value!.Lines);
    }

    private IUnfinishedErasuresGrain Unfinished => _cluster.Grains.GetGrain<IUnfinishedErasuresGrain>(IUnfinishedErasuresGrain.Key);

    private ICartGrain Cart(string user) => _cluster.Grains.GetGrain<ICartGrain>(user);

    private Task EraseAsync(string user) => _cluster.Grains.GetGrain<IErasureGrain>(user).EraseAsync(username: null);

    private IEnumerable<PublishedEvent> Of(string user) => Events.Published.Where(told => told.Key == user).DistinctBy(told => told.Id);

    private Task ToldAsync(string type, string user) => Eventually.UntilAsync($"{type} of {user}", () => Task.FromResult(Of(user).Any(told => told.Type == type)));
}
