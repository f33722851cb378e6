
namespace OrleansState.Kafka.Batches;

/// <summary>Delivers to each key's grain by a call of its own.</summary>
/// <param name="grains">Where the grains are.</param>
/// <param name="deliver">Makes the call.</param>
internal sealed class GrainDeliveries<TEvent>(IGrainFactory grains, DeliverEvents<TEvent> deliver) : IIngestHandler<TEvent>
{
    /// <summary>Grains of a slot that are called at the same time: without a bound a log of a million keys is a million calls at once, and none of them is answered in time.</summary>
    private const int AtATime = 32;

    public async Task<IngestReceipt> DeliverAsync(IngestBatch<TEvent> batch, CancellationToken cancelled)
    {
        var receipts = new IngestReceipt[batch.Keys.Length];
        await Parallel.ForAsync(0, receipts.Length, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancelled }, async (i, _) => receipts[i] = await DeliverAsync(batch, i));
        if (receipts.Any(receipt => receipt.EpochMismatch))
            return IngestReceipt.InOtherEpoch;
        return receipts.All(receipt => receipt.Refused.IsEmpty && receipt.Unreadable.IsEmpty)
            ? IngestReceipt.Delivered
            : new IngestReceipt(false, [.. receipts.SelectMany(receipt => receipt.Refused)], [.. receipts.SelectMany(receipt => receipt.Unreadable)]);
    }

    private async Task<IngestReceipt> DeliverAsync(IngestBatch<TEvent> batch, int key)
    {
        var events = batch.Keys[key];
        try
        {
            var receipt = await deliver(grains, events.Key, new LogBatch<TEvent>(
                batch.TopicId, batch.Partition, batch.Epoch, batch.Settled, events.Map(static logged => new LogRecord<TEvent>(logged.Offset, logged.Event, logged.Origin))));
            if (receipt.EpochMismatch)
                return IngestReceipt.InOtherEpoch;
            return receipt.Refused.IsEmpty
                ? IngestReceipt.Delivered
                : new IngestReceipt(false, [.. receipt.Refused.Select(refused => new RefusedEvent(refused.Offset, refused.Refusal.Code, refused.Refusal.Message))], []);
        }
        catch (StateUnreadableException)
        {
            return new IngestReceipt(false, [], [events.Key]);
        }
        catch (UserErasedException)
        {
            // What comes for an erased user is passed over.
            return IngestReceipt.Delivered;
        }
    }
}
