using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansState.Clicks;
using OrleansState.Grains.Placement;
using OrleansState.References;

namespace OrleansState.Grains.Clicks;

/// <summary>
/// Spreads a delivery over the counters of its slot. A counter in memory is handed its batch; of a user who comes now and
/// then the record is written without an activation; who comes often is given one. It has no state of its own.
/// </summary>
[Reentrant]
[SlotPlacement]
[GrainType("click-intake")]
internal sealed class ClickIntakeGrain(StateEngine engine, SlotOwners owners, FrequentUsers frequent, ClickMetrics metrics, TimeProvider clock) : Grain, IClickIntakeGrain
{
    /// <summary>
    /// Counters of a delivery that are activated at the same time. Without a bound a log of a million users is a million
    /// reads of the store at once, and none of them is answered in time.
    /// </summary>
    private const int Awaking = 4;

    /// <summary>Records of a delivery that are read and written at the same time: with those of a few others enough to fill a call of the store.</summary>
    private const int Leased = 32;

    /// <summary>After this long no further counter is begun with: the call has to be answered within Orleans' response timeout.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Stands for a user whose record can't be read.</summary>
    private static readonly BatchReceipt Unreadable = new(false, [], []);

    private readonly NewUserEstimator _newUsers = new();
    private readonly long _opened = clock.GetTimestamp();

    public async Task<BatchReceipt> DeliverAsync(ClickDelivery delivery)
    {
        var slot = ClickSlots.OfKey(this.GetPrimaryKeyString());
        var isHere = owners.IsHere(slot);
        if (owners.IsMisplaced(slot, clock.GetElapsedTime(_opened)))
            DeactivateOnIdle();
        var receipts = new Task<BatchReceipt>?[delivery.Users.Length];
        var asleep = new Queue<int>();
        var strangers = new Queue<int>();
        for (var i = 0; i < receipts.Length; i++)
        {
            var user = delivery.Users[i].UserId;
            if (engine.FindActive<ClickCounterState>(IClickCounterGrain.Kind, user) is { } counter)
                receipts[i] = ReadableAsync(TurnAsync(counter, Batch(delivery, i), user));
            else
                (isHere && !frequent.Contains(user) ? strangers : asleep).Enqueue(i);
        }

        var began = clock.GetTimestamp();
        await Task.WhenAll(
            AtATimeAsync(Leased, strangers, i => LeaseAsync(Batch(delivery, i), delivery.Users[i].UserId)),
            AtATimeAsync(Awaking, asleep, i => CallAsync(Batch(delivery, i), delivery.Users[i].UserId)));
        await Task.WhenAll(receipts.OfType<Task<BatchReceipt>>());
        return Sum(receipts, [.. strangers, .. asleep], delivery.KnowsUnreadable);

        Task AtATimeAsync(int most, Queue<int> users, Func<int, Task<BatchReceipt>> count) =>
            Task.WhenAll(Enumerable.Range(0, Math.Min(most, users.Count)).Select(async _ =>
            {
                while (clock.GetElapsedTime(began) < Patience && users.TryDequeue(out var i))
                    await (receipts[i] = ReadableAsync(count(i)));
            }));
    }

    /// <summary>Handed over as a turn of its own, which costs less than a message.</summary>
    private async Task<BatchReceipt> TurnAsync(IActiveState<ClickCounterState> counter, ClickBatch batch, string userId) =>
        await counter.TurnAsync(async () => counter.IsClosed ? null : await ClickCounterGrain.ApplyAsync(counter, batch, metrics))
            ?? await CallAsync(batch, userId);

    private async Task<BatchReceipt> LeaseAsync(ClickBatch batch, string userId)
    {
        // Noted once the user's turn comes: one who was left is delivered again, which is no second coming.
        var isFirst = !frequent.Comes(userId);
        using var lease = engine.TryLease<ClickCounterState>(IClickCounterGrain.Kind, userId, presumeNew: isFirst && _newUsers.AreLikely);
        if (lease is null)
            return await CallAsync(batch, userId);
        var receipt = await ClickCounterGrain.ApplyAsync(lease.State, batch, metrics);
        if (isFirst)
            _newUsers.Came(lease.WasNew);
        return receipt;
    }

    private Task<BatchReceipt> CallAsync(ClickBatch batch, string userId) =>
        GrainFactory.GrainOf<IClickCounterGrain>(userId).ApplyAsync(batch);

    private static ClickBatch Batch(ClickDelivery delivery, int user) =>
        new(delivery.Log, delivery.Partition, delivery.Epoch, delivery.Users[user].Clicks);

    /// <summary>One record that can't be read keeps nobody else from being counted.</summary>
    private static async Task<BatchReceipt> ReadableAsync(Task<BatchReceipt> counting)
    {
        try
        {
            return await counting;
        }
        catch (StateUnreadableException)
        {
            return Unreadable;
        }
    }

    private static BatchReceipt Sum(Task<BatchReceipt>?[] users, ImmutableArray<int> left, bool knowsUnreadable)
    {
        var receipts = users.OfType<Task<BatchReceipt>>().Select(user => user.Result).ToList();
        if (receipts.Any(r => r.EpochMismatch))
            return BatchReceipt.InOtherEpoch;
        ImmutableArray<int> unreadable = [.. Enumerable.Range(0, users.Length).Where(i => ReferenceEquals(users[i]?.Result, Unreadable))];
        if (!unreadable.IsEmpty && !knowsUnreadable)
            throw new StateUnreadableException($"The records of {unreadable.Length} users of a delivery can't be read.");
        return left.IsEmpty && unreadable.IsEmpty && receipts.All(r => r.Refused.IsEmpty)
            ? BatchReceipt.Counted
            : new BatchReceipt(false, [.. receipts.SelectMany(r => r.Refused)], left, unreadable);
    }
}
