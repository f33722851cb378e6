using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansState.Clicks;
using OrleansState.Grains.Engine;
using OrleansState.Grains.Placement;
using OrleansState.References;

namespace OrleansState.Grains.Clicks;

/// <summary>Spreads a delivery over the counters, which are mostly on this silo. It has no state of its own.</summary>
[Reentrant]
[SlotPlacement]
[GrainType("click-intake")]
internal sealed class ClickIntakeGrain(StateEngine engine) : Grain, IClickIntakeGrain
{
    /// <summary>
    /// Counters of a delivery that are brought into memory at the same time. Without a bound a log of a million users that
    /// come for the first time is a million reads of the store at once, and none of them is answered in time.
    /// </summary>
    private const int Awaking = 4;

    /// <summary>After this long no further counter is woken: the call has to be answered within Orleans' response timeout.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async Task<BatchReceipt> DeliverAsync(ClickDelivery delivery)
    {
        var receipts = new Task<BatchReceipt>?[delivery.Users.Length];
        var asleep = new Queue<int>();
        for (var i = 0; i < receipts.Length; i++)
        {
            // A counter that is active on this silo is handed the batch as a turn of its own, which costs less than a message.
            if (engine.FindOpen<ClickCounterState>(ClickCounterGrain.Kind, delivery.Users[i].UserId) is { } counter)
                receipts[i] = TurnAsync(counter, Batch(delivery, i));
            else
                asleep.Enqueue(i);
        }

        if (asleep.Count > 0)
        {
            var began = engine.Clock.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, Awaking).Select(_ => WakeAsync(delivery, asleep, receipts, began)));
        }

        return Sum(await Task.WhenAll(receipts.OfType<Task<BatchReceipt>>()), [.. asleep]);
    }

    private async Task WakeAsync(ClickDelivery delivery, Queue<int> asleep, Task<BatchReceipt>?[] receipts, long began)
    {
        while (engine.Clock.GetElapsedTime(began) < Patience && asleep.TryDequeue(out var i))
            await (receipts[i] = GrainFactory.GrainOf<IClickCounterGrain>(delivery.Users[i].UserId).ApplyAsync(Batch(delivery, i)));
    }

    private static Task<BatchReceipt> TurnAsync(DurableState<ClickCounterState> counter, ClickBatch batch) =>
        counter.TurnAsync(() => ClickCounterGrain.ApplyAsync(counter, batch));

    private static ClickBatch Batch(ClickDelivery delivery, int user) =>
        new(delivery.Log, delivery.Partition, delivery.Life, delivery.Users[user].Clicks);

    private static BatchReceipt Sum(BatchReceipt[] receipts, ImmutableArray<int> left)
    {
        if (receipts.Any(r => r.OtherLife))
            return BatchReceipt.InOtherLife;
        return left.IsEmpty && receipts.All(r => r.Refused.IsEmpty)
            ? BatchReceipt.Counted
            : new BatchReceipt(false, [.. receipts.SelectMany(r => r.Refused)], left);
    }
}
