namespace OrleansState.Kafka;

/// <summary>
/// Makes events of a topic's records. Each Kafka consumer has a reader of its own and calls it on one thread, so that it may
/// keep buffers and caches. A record is read again whenever its partition is: the same record gives the same event.
/// </summary>
/// <typeparam name="TEvent">What the records mean.</typeparam>
public interface IRecordReader<TEvent>
{
    /// <summary>
    /// Reads a record. One that throws makes the record a dead letter with the reason <c>unreadable</c>, so that a single
    /// record never stops its partition.
    /// </summary>
    ReadEvent<TEvent> Read(KafkaRecord record);
}
