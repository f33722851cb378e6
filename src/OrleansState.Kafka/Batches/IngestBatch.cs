using System.Collections.Immutable;

namespace OrleansState.Kafka;

/// <summary>Events of one partition for the keys of one slot, to be delivered.</summary>
/// <typeparam name="TEvent">What the topic's records mean.</typeparam>
/// <param name="topic">The topic's name.</param>
/// <param name="topicId">The topic's id: a grain's mark belongs to it, since a topic that is made anew begins at offset 0 again.</param>
/// <param name="partition">The partition, from 0.</param>
/// <param name="epoch">The store's epoch in which the checkpoint was read.</param>
/// <param name="settled">The partition's checkpoint, or an earlier offset: below it nothing is delivered again.</param>
/// <param name="slot">The slot, as the handler's <see cref="IIngestHandler{TEvent}.SlotOf"/> gives it.</param>
/// <param name="keys">Each key once.</param>
public sealed class IngestBatch<TEvent>(string topic, string topicId, int partition, string epoch, long settled, int slot, ImmutableArray<KeyEvents<TEvent>> keys)
{
    /// <summary>The topic's name.</summary>
    public string Topic => topic;

    /// <summary>The topic's id, at most 64 characters: a grain's mark belongs to it, since a topic that is made anew begins at offset 0 again.</summary>
    public string TopicId => topicId;

    /// <summary>The partition, from 0.</summary>
    public int Partition => partition;

    /// <summary>
    /// The store's epoch in which the checkpoint was read. A grain takes the events in that epoch only (<see cref="Command{TState,TValue}.Epoch"/>),
    /// and else answers so that the receipt says <see cref="IngestReceipt.EpochMismatch"/>.
    /// </summary>
    public string Epoch => epoch;

    /// <summary>
    /// The partition's checkpoint, or an earlier offset: what lies below has been delivered, what of it was refused is a dead letter,
    /// and none of it comes again unless the store loses its tail.
    /// </summary>
    public long Settled => settled;

    /// <summary>The slot, 0 to <see cref="KeySlots.Count"/> - 1.</summary>
    public int Slot => slot;

    /// <summary>The events by key, each key once.</summary>
    public ImmutableArray<KeyEvents<TEvent>> Keys => keys;
}
