using OrleansState.Clicks;
using OrleansState.Grains.Tests.Engine;

namespace OrleansState.Grains.Tests.Clicks;

public sealed class ClickIntakeGrainTests : IAsyncLifetime
{
    private const int Slot = 7;

    private readonly ScriptedStore _store = new();
    private GrainCluster _cluster = null!;
    private IClickIntakeGrain _intake = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await GrainCluster.StartAsync(script: _store);
        _intake = _cluster.Grains.GetGrain<IClickIntakeGrain>(ClickSlots.KeyOf(Slot));
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_delivery_to_sleeping_counters_is_answered_in_time_and_names_whom_it_left()
    {
        var users = Users(20);
        var held = Enumerable.Range(0, 4).Select(_ => _store.HoldNextWrite()).ToArray();

        var delivery = _intake.DeliverAsync(Deliver(users));
        await Task.WhenAll(held.Select(write => write.Begun.Task));
        _cluster.Clock.Advance(TimeSpan.FromSeconds(2));
        foreach (var write in held)
            write.Released.SetResult();
        var receipt = await delivery;

        Assert.Equal(Enumerable.Range(4, 16), receipt.Left);
        Assert.Equal(4, _store.Writes);
        Assert.Equal(BatchReceipt.Counted, await _intake.DeliverAsync(Deliver([.. receipt.Left.Select(left => users[left])])));
        foreach (var user in users)
            Assert.Equal(1, (await _cluster.Grains.GetGrain<IClickCounterGrain>(user.UserId).GetAsync()).Total);
    }

    private ClickDelivery Deliver(UserClicks[] users) => new("events", 0, _store.Life, [.. users]);

    private static UserClicks[] Users(int count) =>
        [.. Enumerable.Range(0, int.MaxValue).Select(i => $"{i}").Where(user => ClickSlots.Of(user) == Slot).Take(count)
            .Select((user, i) => new UserClicks(user, [new LoggedClick(i, "click")]))];
}
