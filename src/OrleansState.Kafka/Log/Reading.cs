using OrleansState.Kafka.Partitions;

namespace OrleansState.Kafka.Log;

/// <summary>
/// One inbox's reading of its partition. All that the reader knows of it is here and nothing of it in the client, so that it
/// goes with its inbox: the next inbox of the partition is read into as if there had been none before.
/// </summary>
internal sealed class Reading<TEvent>(PartitionInbox<TEvent> inbox, long start)
{
    private volatile bool _isResting;

    public PartitionInbox<TEvent> Inbox => inbox;

    public int Partition => inbox.Partition;

    /// <summary>What is read next: everything below has been put into the inbox, or is nothing that anybody is given.</summary>
    public long Next { get; set; } = start;

    /// <summary>Nothing is fetched for the moment.</summary>
    public bool IsResting
    {
        get => _isResting;
        set => _isResting = value;
    }
}
