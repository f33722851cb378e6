using OrleansState.Revocations;
using OrleansState.TestServers;

namespace OrleansState.Grains.Tests.Revocations;

public sealed class RevocationsGrainTests : IAsyncLifetime
{
    private static readonly Revocation First = new("ada", "1");
    private static readonly Revocation Second = new("bob", SessionId: null);

    private GrainCluster _cluster = null!;

    private IRevocationsGrain Feed => _cluster.Grains.GetGrain<IRevocationsGrain>(IRevocationsGrain.Key);

    public async ValueTask InitializeAsync() => _cluster = await GrainCluster.StartAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Every_subscriber_is_told_of_what_is_revoked()
    {
        var (one, other) = (new RevocationsListener(_cluster), new RevocationsListener(_cluster));
        await one.SubscribeAsync();
        await other.SubscribeAsync();
        await Feed.AddAsync([First, Second]);
        await one.HearsAsync(First, Second);
        await other.HearsAsync(First, Second);
    }

    [Fact]
    public async Task Who_subscribes_later_is_answered_what_had_been_revoked_before()
    {
        var before = await SubscribedAsync();
        await Feed.AddAsync([First]);
        await before.HearsAsync(First);
        Assert.Equal([First], (await new RevocationsListener(_cluster).SubscribeAsync()).Revocations);
    }

    [Fact]
    public async Task A_renewal_answers_what_was_revoked_since_the_last_one()
    {
        var listener = await SubscribedAsync();
        await Feed.AddAsync([First]);
        await listener.HearsAsync(First);
        var read = (await listener.SubscribeAsync()).End;
        await Feed.AddAsync([Second]);
        await listener.HearsAsync(First, Second);
        Assert.Equal([Second], (await listener.SubscribeAsync(read)).Revocations);
    }

    [Fact]
    public async Task A_revocation_is_forgotten_when_the_tokens_of_the_session_have_expired()
    {
        var listener = await SubscribedAsync();
        await Feed.AddAsync([First]);
        await listener.HearsAsync(First);
        _cluster.Clock.Advance(RevocationsListener.TokenLifetime);
        Assert.Empty((await listener.SubscribeAsync()).Revocations);
    }

    [Fact]
    public async Task A_subscription_that_is_not_renewed_runs_out()
    {
        var (gone, there) = (await SubscribedAsync(), await SubscribedAsync());
        _cluster.Clock.Advance(RevocationLimits.SubscriptionLifetime + TimeSpan.FromTicks(1));
        await there.SubscribeAsync();

        await Feed.AddAsync([First]);
        await there.HearsAsync(First);
        // Had the first one been told of it too, it would know by the time the second one hears of something else.
        await Feed.AddAsync([Second]);
        await there.HearsAsync(First, Second);

        Assert.Empty(gone.Told);
    }

    [Fact]
    public async Task A_renewed_subscription_goes_on()
    {
        var listener = await SubscribedAsync();
        for (var i = 0; i < 3; i++)
        {
            _cluster.Clock.Advance(RevocationLimits.SubscriptionLifetime);
            await listener.SubscribeAsync();
        }

        await Feed.AddAsync([First]);
        await listener.HearsAsync(First);
    }

    [Fact]
    public async Task Who_has_unsubscribed_is_told_nothing_more()
    {
        var (gone, there) = (await SubscribedAsync(), await SubscribedAsync());
        await gone.UnsubscribeAsync();
        await there.SubscribeAsync();
        await Feed.AddAsync([First]);
        await there.HearsAsync(First);
        await Feed.AddAsync([Second]);
        await there.HearsAsync(First, Second);
        Assert.Empty(gone.Told);
    }

    [Fact]
    public async Task When_its_memory_is_lost_a_subscriber_goes_on_with_the_next_one()
    {
        var listener = await SubscribedAsync();
        await Feed.AddAsync([First]);
        await listener.HearsAsync(First);
        var read = (await listener.SubscribeAsync()).End;
        await _cluster.DeactivateAsync(Feed);
        await Eventually.UntilAsync("the end of the activation", async () => !await _cluster.IsActiveAsync(Feed));

        await Feed.AddAsync([Second]);

        // It is sent one way, and may come behind the call that follows it.
        IReadOnlyList<Revocation> heard = [];
        await Eventually.UntilAsync("the revocation", async () => (heard = (await listener.SubscribeAsync(read)).Revocations).Count > 0);
        Assert.Equal([Second], heard);
    }

    private async Task<RevocationsListener> SubscribedAsync()
    {
        var listener = new RevocationsListener(_cluster);
        await listener.SubscribeAsync();
        return listener;
    }
}
