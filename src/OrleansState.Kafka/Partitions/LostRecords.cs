namespace OrleansState.Kafka.Partitions;

/// <summary>A stretch of a partition that Kafka deleted before it could be read.</summary>
/// <param name="First">Its first offset.</param>
/// <param name="Next">The first offset after it: where the log begins now.</param>
/// <param name="Counted">
/// How many of its offsets the consumer group had passed. They were counted once; they are missed because the store has
/// lost its progress, and with it perhaps their counts.
/// </param>
internal readonly record struct LostRecords(long First, long Next, long Counted)
{
    /// <summary>Offsets; what ends a transaction has one too, so that the records may be fewer.</summary>
    public long Count => Next - First;
}
