using OrleansState.Clicks;
using OrleansState.Storage;
using OrleansState.Testing;

namespace OrleansState.Grains.Tests.Clicks;

public sealed class ClickIntakeGrainTests : IAsyncLifetime
{
    private const int Slot = 7;

    /// <summary>Strangers of a delivery who are counted at the same time.</summary>
    private const int AtOnce = 32;

    private readonly LyingStore _store = new();
    private GrainCluster _cluster = null!;
    private IClickIntakeGrain _intake = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await GrainCluster.StartAsync(store: _store);
        _intake = _cluster.Grains.GetGrain<IClickIntakeGrain>(ClickSlots.KeyOf(Slot));
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_delivery_to_many_strangers_is_answered_in_time_and_names_whom_it_left()
    {
        var users = Users(100);

        var receipt = await DeliverSlowlyAsync(_cluster, _store, users, AtOnce);

        Assert.Equal(Enumerable.Range(AtOnce, users.Length - AtOnce), receipt.Left);
        Assert.Equal(AtOnce, _store.Writes);
        Assert.Equal(BatchReceipt.Counted, await _intake.DeliverAsync(Deliver([.. receipt.Left.Select(left => users[left])])));
        await AssertCountedAsync(users, 1);
    }

    [Fact]
    public async Task A_delivery_to_sleeping_counters_is_answered_in_time_and_names_whom_it_left()
    {
        var store = new LyingStore();
        await using var cluster = await GrainCluster.StartAsync(store: store, familiar: 0);

        var receipt = await DeliverSlowlyAsync(cluster, store, Users(20), 4);

        Assert.Equal(Enumerable.Range(4, 16), receipt.Left);
        Assert.Equal(4, store.Writes);
    }

    [Fact]
    public async Task Who_comes_for_the_first_time_is_counted_without_an_activation()
    {
        var users = Users(20);

        Assert.Equal(BatchReceipt.Counted, await _intake.DeliverAsync(Deliver(users)));

        foreach (var user in users)
            Assert.False(await _cluster.IsActiveAsync(Counter(user)));
        await AssertCountedAsync(users, 1);
    }

    [Fact]
    public async Task Who_comes_again_and_again_is_kept_in_memory()
    {
        var user = Users(1)[0];
        for (var offset = 0; offset < 5; offset++)
            await _intake.DeliverAsync(Deliver([user with { Clicks = [new LoggedClick(offset, "click")] }]));

        Assert.True(await _cluster.IsActiveAsync(Counter(user)));
        await AssertCountedAsync([user], 5);
    }

    [Fact]
    public async Task Who_is_left_and_delivered_again_has_not_come_again()
    {
        var users = Users(5 * AtOnce + 1);
        var last = users[^1];
        foreach (var others in users.SkipLast(1).Chunk(AtOnce))
            Assert.Equal([AtOnce], (await DeliverSlowlyAsync(_cluster, _store, [.. others, last], AtOnce)).Left);

        await _intake.DeliverAsync(Deliver([last]));

        Assert.False(await _cluster.IsActiveAsync(Counter(last)));
        await AssertCountedAsync([last], 1);
    }

    [Fact]
    public async Task A_stranger_who_comes_in_two_partitions_at_once_is_counted_twice()
    {
        var user = Users(1)[0];
        var held = _store.HoldNextWrite();

        var first = _intake.DeliverAsync(Deliver([user]));
        await held.Begun;
        var second = _intake.DeliverAsync(Deliver([user]) with { Partition = 1 });
        var seen = Counter(user).GetAsync();
        held.Release();

        Assert.Equal(BatchReceipt.Counted, await first);
        Assert.Equal(BatchReceipt.Counted, await second);
        Assert.InRange((await seen).Total, 1, 2);
        await AssertCountedAsync([user], 2);
    }

    [Fact]
    public async Task A_counter_whose_slot_has_moved_answers_what_was_counted_there()
    {
        var users = await CountedWhereTheSlotsHaveMovedAsync();

        await AssertCountedAsync(users, 2);
        Assert.Equal(1, await SilosOfAsync(users));

        // Long enough for every silo to have heard: now they leave as they are called, and come back where they belong.
        _cluster.Clock.Advance(TimeSpan.FromMinutes(1));
        await AssertCountedAsync(users, 2);
        await AssertCountedAsync(users, 2);
        Assert.Equal(2, await SilosOfAsync(users));
    }

    [Fact]
    public async Task A_counter_whose_slot_has_come_back_answers_what_was_counted_elsewhere()
    {
        var users = await CountedWhereTheSlotsHaveMovedAsync();
        await _cluster.StopLastSiloAsync();

        await AssertCountedAsync(users, 2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whose_record_cannot_be_read_is_named_and_everybody_else_is_counted(bool isInMemory)
    {
        var users = Users(3);
        if (isInMemory)
            await Counter(users[1]).GetAsync();
        await SpoilAsync(users[1]);

        var receipt = await _intake.DeliverAsync(Deliver(users) with { KnowsUnreadable = true });

        Assert.Equal([1], receipt.Unreadable);
        await AssertCountedAsync([users[0], users[2]], 1);
        await Assert.ThrowsAsync<StateUnreadableException>(() => Counter(users[1]).GetAsync());
    }

    [Fact]
    public async Task To_a_bridge_that_would_take_it_for_counted_a_record_that_cannot_be_read_is_a_fault()
    {
        var users = Users(3);
        await SpoilAsync(users[1]);

        await Assert.ThrowsAsync<StateUnreadableException>(() => _intake.DeliverAsync(Deliver(users)));
    }

    private async Task SpoilAsync(UserClicks user)
    {
        var key = $"clicks/{user.UserId}";
        var record = await _store.Memory.ReadAsync(key);
        await _store.Memory.WriteAsync(key, record.ETag, ETag.New(), new byte[] { 9, 9 }, record.Epoch);
    }

    /// <summary>Users with a click each from before a second silo came, in memory where that was, and one from the intakes of now.</summary>
    private async Task<UserClicks[]> CountedWhereTheSlotsHaveMovedAsync()
    {
        var users = Enumerable.Range(0, 256).Select(i => new UserClicks($"{i}", [new LoggedClick(0, "click")])).ToArray();
        foreach (var user in users)
            await Counter(user).IncrementAsync("click");

        await _cluster.AddSiloAsync();
        foreach (var slot in users.GroupBy(user => ClickSlots.Of(user.UserId)))
            Assert.Equal(BatchReceipt.Counted, await _cluster.Grains.GetGrain<IClickIntakeGrain>(ClickSlots.KeyOf(slot.Key)).DeliverAsync(Deliver([.. slot])));
        return users;
    }

    /// <summary>A delivery whose first writes take longer than it may begin with further ones.</summary>
    private static async Task<BatchReceipt> DeliverSlowlyAsync(GrainCluster cluster, LyingStore store, UserClicks[] users, int first)
    {
        var held = Enumerable.Range(0, first).Select(_ => store.HoldNextWrite()).ToArray();
        var delivery = cluster.Grains.GetGrain<IClickIntakeGrain>(ClickSlots.KeyOf(Slot)).DeliverAsync(new ClickDelivery("events", 0, store.Epoch, [.. users]));
        await Task.WhenAll(held.Select(write => write.Begun));
        cluster.Clock.Advance(TimeSpan.FromSeconds(2));
        foreach (var write in held)
            write.Release();
        return await delivery;
    }

    private async Task<int> SilosOfAsync(UserClicks[] users)
    {
        var silos = await Task.WhenAll(users.Select(user => _cluster.SiloOfAsync(Counter(user))));
        return silos.Where(silo => silo is not null).Distinct().Count();
    }

    private async Task AssertCountedAsync(UserClicks[] users, int clicks)
    {
        foreach (var user in users)
            Assert.Equal(clicks, (await Counter(user).GetAsync()).Total);
    }

    private IClickCounterGrain Counter(UserClicks user) => _cluster.Grains.GetGrain<IClickCounterGrain>(user.UserId);

    private ClickDelivery Deliver(UserClicks[] users) => new("events", 0, _store.Epoch, [.. users]);

    private static UserClicks[] Users(int count) =>
        [.. Enumerable.Range(0, int.MaxValue).Select(i => $"{i}").Where(user => ClickSlots.Of(user) == Slot).Take(count)
            .Select((user, i) => new UserClicks(user, [new LoggedClick(i, "click")]))];
}
