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
    public async Task<BatchReceipt> DeliverAsync(ClickDelivery delivery)
    {
        var receipts = new Task<BatchReceipt>[delivery.Users.Length];
        for (var i = 0; i < receipts.Length; i++)
        {
            var user = delivery.Users[i];
            var batch = new ClickBatch(delivery.Log, delivery.Partition, delivery.Life, user.Clicks);
            receipts[i] = ApplyAsync(user.UserId, batch);
        }

        return Sum(await Task.WhenAll(receipts));
    }

    /// <summary>A counter that is active on this silo is handed the batch as a turn of its own, which costs less than a message.</summary>
    private Task<BatchReceipt> ApplyAsync(string userId, ClickBatch batch) =>
        engine.FindOpen<ClickCounterState>(ClickCounterGrain.Kind, userId) is { } counter
            ? counter.TurnAsync(() => ClickCounterGrain.ApplyAsync(counter, batch))
            : GrainFactory.GrainOf<IClickCounterGrain>(userId).ApplyAsync(batch);

    private static BatchReceipt Sum(BatchReceipt[] receipts)
    {
        if (receipts.Any(r => r.OtherLife))
            return BatchReceipt.InOtherLife;
        return receipts.All(r => r.Refused.IsEmpty)
            ? BatchReceipt.Counted
            : new BatchReceipt(false, [.. receipts.SelectMany(r => r.Refused)]);
    }
}
