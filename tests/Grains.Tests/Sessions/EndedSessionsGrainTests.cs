using OrleansState.Sessions;
using OrleansState.TestServers;

namespace OrleansState.Grains.Tests.Sessions;

public sealed class EndedSessionsGrainTests : IAsyncLifetime
{
    private static readonly EndedSession First = new("ada", "1");
    private static readonly EndedSession Second = new("bob", SessionId: null);

    private GrainCluster _cluster = null!;

    private IEndedSessionsGrain Feed => _cluster.Grains.GetGrain<IEndedSessionsGrain>(IEndedSessionsGrain.Key);

    public async ValueTask InitializeAsync() => _cluster = await GrainCluster.StartAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Every_subscriber_is_told_what_ends()
    {
        var (one, other) = (new EndedSessionsListener(_cluster), new EndedSessionsListener(_cluster));
        await one.SubscribeAsync();
        await other.SubscribeAsync();
        await Feed.EndedAsync([First, Second]);
        await one.HearsAsync(First, Second);
        await other.HearsAsync(First, Second);
    }

    [Fact]
    public async Task Who_subscribes_later_is_answered_what_had_ended_before()
    {
        var before = await SubscribedAsync();
        await Feed.EndedAsync([First]);
        await before.HearsAsync(First);
        Assert.Equal([First], (await new EndedSessionsListener(_cluster).SubscribeAsync()).Sessions);
    }

    [Fact]
    public async Task A_renewal_answers_what_has_ended_since_the_last_one()
    {
        var listener = await SubscribedAsync();
        await Feed.EndedAsync([First]);
        await listener.HearsAsync(First);
        var read = (await listener.SubscribeAsync()).End;
        await Feed.EndedAsync([Second]);
        await listener.HearsAsync(First, Second);
        Assert.Equal([Second], (await listener.SubscribeAsync(read)).Sessions);
    }

    [Fact]
    public async Task A_session_is_forgotten_when_its_tokens_have_expired()
    {
        var listener = await SubscribedAsync();
        await Feed.EndedAsync([First]);
        await listener.HearsAsync(First);
        _cluster.Clock.Advance(EndedSessionsListener.TokenLifetime);
        Assert.Empty((await listener.SubscribeAsync()).Sessions);
    }

    [Fact]
    public async Task A_subscription_that_is_not_renewed_runs_out()
    {
        var (gone, there) = (await SubscribedAsync(), await SubscribedAsync());
        _cluster.Clock.Advance(SessionLimits.SubscriptionLifetime + TimeSpan.FromTicks(1));
        await there.SubscribeAsync();

        await Feed.EndedAsync([First]);
        await there.HearsAsync(First);
        // Had the first one been told of it too, it would know by the time the second one hears of something else.
        await Feed.EndedAsync([Second]);
        await there.HearsAsync(First, Second);

        Assert.Empty(gone.Told);
    }

    [Fact]
    public async Task A_renewed_subscription_goes_on()
    {
        var listener = await SubscribedAsync();
        for (var i = 0; i < 3; i++)
        {
            _cluster.Clock.Advance(SessionLimits.SubscriptionLifetime);
            await listener.SubscribeAsync();
        }

        await Feed.EndedAsync([First]);
        await listener.HearsAsync(First);
    }

    [Fact]
    public async Task Who_has_unsubscribed_is_told_nothing_more()
    {
        var (gone, there) = (await SubscribedAsync(), await SubscribedAsync());
        await gone.UnsubscribeAsync();
        await there.SubscribeAsync();
        await Feed.EndedAsync([First]);
        await there.HearsAsync(First);
        await Feed.EndedAsync([Second]);
        await there.HearsAsync(First, Second);
        Assert.Empty(gone.Told);
    }

    [Fact]
    public async Task When_its_memory_is_lost_a_subscriber_goes_on_with_the_next_one()
    {
        var listener = await SubscribedAsync();
        await Feed.EndedAsync([First]);
        await listener.HearsAsync(First);
        var read = (await listener.SubscribeAsync()).End;
        await _cluster.DeactivateAsync(Feed);
        await Eventually.UntilAsync("the end of the activation", async () => !await _cluster.IsActiveAsync(Feed));

        await Feed.EndedAsync([Second]);

        Assert.Equal([Second], (await listener.SubscribeAsync(read)).Sessions);
    }

    private async Task<EndedSessionsListener> SubscribedAsync()
    {
        var listener = new EndedSessionsListener(_cluster);
        await listener.SubscribeAsync();
        return listener;
    }
}
