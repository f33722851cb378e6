namespace OrleansState.Kafka;

/// <summary>
/// Delivers a topic's events to their grains. What it is given comes in the order of the partition for each key, and again
/// after anything that failed: a grain takes an event once by its mark, the highest offset of a topic id and partition that
/// its state contains, kept in the same write as the effect.
/// </summary>
/// <typeparam name="TEvent">What the topic's records mean.</typeparam>
public interface IIngestHandler<TEvent>
{
    /// <summary>
    /// The slot of a key, 0 to <see cref="KeySlots.Count"/> - 1, and always the same of one key. Keys that a batch shall deliver in one
    /// message have one slot; by default a hash of the key.
    /// </summary>
    int SlotOf(string key) => KeySlots.Of(key);

    /// <summary>
    /// Delivers the events of one slot and returns when their effect is durable. At most one call of a partition and slot is
    /// under way in a bridge, four of a partition. Whatever it throws, the partition waits and begins again at its checkpoint;
    /// other partitions and topics go on.
    /// </summary>
    /// <param name="batch">The events.</param>
    /// <param name="cancelled">The partition is another bridge's by now; what is under way may still take effect.</param>
    Task<IngestReceipt> DeliverAsync(IngestBatch<TEvent> batch, CancellationToken cancelled);

    /// <summary>
    /// Whether a key's state that could not be read can be by now, asked every five seconds while its events wait. By default
    /// it is tried by delivering them, which costs reading that stretch of the topic again.
    /// </summary>
    Task<bool> IsReadableAsync(string key) => Task.FromResult(true);
}
