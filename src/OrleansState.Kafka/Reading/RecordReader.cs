namespace OrleansState.Kafka;

/// <summary>Makes an event of a record, as <see cref="IRecordReader{TEvent}"/> does, for readers that keep nothing: it is called by several threads.</summary>
/// <typeparam name="TEvent">What the records mean.</typeparam>
/// <param name="record">The record.</param>
public delegate ReadEvent<TEvent> RecordReader<TEvent>(KafkaRecord record);

/// <summary>A reader that keeps nothing, as the consumers want it.</summary>
internal sealed class DelegateReader<TEvent>(RecordReader<TEvent> read) : IRecordReader<TEvent>
{
    public ReadEvent<TEvent> Read(KafkaRecord record) => read(record);
}
