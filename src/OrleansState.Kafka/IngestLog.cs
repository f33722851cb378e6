using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using OrleansState.Kafka.Access;

namespace OrleansState.Kafka;

/// <summary>
/// What the package writes to the log, each under the category of whoever writes it. It is all in one class: the generator that
/// implements such methods takes several classes in an order that is another in each build, and the same sources would not give the same bytes.
/// </summary>
internal static partial class IngestLog
{
    [LoggerMessage(EventId = 3051, Level = LogLevel.Warning, Message = "Dead letters of erased users could not be deleted; it is tried again until they are")]
    public static partial void Failed(ILogger logger, Exception fault);

    [LoggerMessage(EventId = 3052, Level = LogLevel.Warning, Message = "This broker deletes no records ({Reason}): dead letters of erased users stay until the topic forgets them")]
    public static partial void Unsupported(ILogger logger, string reason);

    [LoggerMessage(EventId = 3015, Level = LogLevel.Information, Message = "The topic {Topic} was missing and has been made")]
    public static partial void Created(ILogger logger, string topic);

    [LoggerMessage(EventId = 3016, Level = LogLevel.Information, Message = "The first offset of partition {Partition} of {Topic} was not committed again, which is tried later: {Reason}")]
    public static partial void NotKept(ILogger logger, string topic, int partition, string reason);

    [LoggerMessage(EventId = 3030, Level = LogLevel.Warning, Message = "Partition {Partition} of {Topic} has a batch at offset {Offset} that can't be read, and whose places become dead letters: {Reason}")]
    public static partial void Unreadable(ILogger logger, string topic, int partition, long offset, string reason);

    [LoggerMessage(EventId = 3003, Level = LogLevel.Warning, Message = "Reading {Topic} failed for the moment: {Reason}")]
    public static partial void Fault(ILogger logger, string topic, string reason);

    [LoggerMessage(EventId = 3020, Level = LogLevel.Warning, Message = "Reading partition {Partition} of {Topic} failed for the moment: {Reason}")]
    public static partial void PartitionFault(ILogger logger, string topic, int partition, string reason);

    [LoggerMessage(EventId = 3021, Level = LogLevel.Warning, Message = "Partition {Partition} of {Topic} could not be assigned, which is tried again: {Reason}")]
    public static partial void NotAssigned(ILogger logger, string topic, int partition, string reason);

    [LoggerMessage(EventId = 3023, Level = LogLevel.Error, Message = "The record at or after offset {Offset} of partition {Partition} of {Topic} could not be taken, which is tried again")]
    public static partial void NotTaken(ILogger logger, Exception fault, string topic, int partition, long offset);

    [LoggerMessage(EventId = 3022, Level = LogLevel.Warning, Message = "Partition {Partition} of {Topic} ends before offset {Wanted}, from which it was to be read: the topic is another, or Kafka has lost what it had acknowledged. It is read from offset {First} on")]
    public static partial void Shorter(ILogger logger, string topic, int partition, long wanted, long first);

    [LoggerMessage(EventId = 3050, Level = LogLevel.Error, Message = "Kafka denies this process {Need}; what needs it waits until it is granted")]
    public static partial void Denied(ILogger logger, KafkaNeed need);

    [LoggerMessage(EventId = 3053, Level = LogLevel.Information, Message = "Kafka grants this process {Need} now")]
    public static partial void Granted(ILogger logger, KafkaNeed need);

    [LoggerMessage(EventId = 3054, Level = LogLevel.Information, Message = "What Kafka grants could not be asked, which is tried again: {Reason}")]
    public static partial void NotAsked(ILogger logger, string reason);

    [LoggerMessage(EventId = 3014, Level = LogLevel.Information, Message = "A commit to Kafka was not taken: {Reason}")]
    public static partial void Commit(ILogger logger, string reason);

    [LoggerMessage(EventId = 3010, Level = LogLevel.Information, Message = "Partitions assigned: {Partitions}")]
    public static partial void Assigned(ILogger logger, List<TopicPartition> partitions);

    [LoggerMessage(EventId = 3011, Level = LogLevel.Information, Message = "Partitions revoked: {Partitions}")]
    public static partial void Revoked(ILogger logger, List<TopicPartitionOffset> partitions);

    [LoggerMessage(EventId = 3012, Level = LogLevel.Warning, Message = "Partitions lost: {Partitions}")]
    public static partial void Lost(ILogger logger, List<TopicPartitionOffset> partitions);

    [LoggerMessage(EventId = 3013, Level = LogLevel.Warning, Message = "The consumer group can't be served for the moment: {Reason}")]
    public static partial void FaultOfMember(ILogger logger, string reason);

    [LoggerMessage(EventId = 3001, Level = LogLevel.Debug, Message = "Kafka client, {Level}: {Text}")]
    public static partial void Client(ILogger logger, SyslogLevel level, string text);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Warning, Message = "Kafka client: {Reason}")]
    public static partial void Error(ILogger logger, string reason);

    [LoggerMessage(EventId = 3041, Level = LogLevel.Warning, Message = "{Count} keys of partition {Partition} of {Topic} wait, their events uncounted, until their records can be read; the newest: {Keys}")]
    public static partial void SetAside(ILogger logger, int count, string topic, int partition, string keys);

    [LoggerMessage(EventId = 3042, Level = LogLevel.Information, Message = "{Count} keys of partition {Partition} of {Topic} whose records can be read again have been counted")]
    public static partial void Delivered(ILogger logger, int count, string topic, int partition);

    [LoggerMessage(EventId = 3043, Level = LogLevel.Error, Message = "{Count} offsets of partition {Partition} of {Topic} from {Offset} on are deleted, among which events waited that were not counted")]
    public static partial void Deleted(ILogger logger, long count, string topic, int partition, long offset);

    [LoggerMessage(EventId = 3004, Level = LogLevel.Information, Message = "Partition {Partition} of {Topic} is counted from offset {Offset} on, in the store's epoch {Epoch}")]
    public static partial void Start(ILogger logger, string topic, int partition, long offset, string epoch);

    [LoggerMessage(EventId = 3005, Level = LogLevel.Warning, Message = "Partition {Partition} of {Topic} goes back to its checkpoint: the store has begun another epoch, or the topic is another")]
    public static partial void Rewind(ILogger logger, string topic, int partition);

    [LoggerMessage(EventId = 3031, Level = LogLevel.Warning, Message = "{Events} events of partition {Partition} of {Topic} say that they were redriven, and no dead letter says so: they are taken for events like any other")]
    public static partial void Unproven(ILogger logger, string topic, int partition, int events);

    [LoggerMessage(EventId = 3024, Level = LogLevel.Warning, Message = "Partition {Partition} of {Topic}: the log no longer has the offsets {First} to {Next} (exclusive), up to {Lost} records that are not counted; {Counted} of them had been counted once, and the store has lost that. Counting goes on behind them")]
    public static partial void LostOfPartition(ILogger logger, string topic, int partition, long first, long next, long lost, long counted);

    [LoggerMessage(EventId = 3006, Level = LogLevel.Warning, Message = "Partition {Partition} of {Topic} was given up with a batch under way")]
    public static partial void Abandoned(ILogger logger, string topic, int partition);

    [LoggerMessage(EventId = 3007, Level = LogLevel.Warning, Message = "Try {Attempt} failed and is made again: {Kind}: {Reason}")]
    public static partial void Retry(ILogger logger, int attempt, string kind, string reason);

    [LoggerMessage(EventId = 3025, Level = LogLevel.Warning, Message = "Partition {Partition} of {Topic} stands still: nothing has been counted for {Seconds:0} s at offset {Position}, and the log ends at {End}")]
    public static partial void Stalled(ILogger logger, string topic, int partition, double seconds, long? position, long? end);

    [LoggerMessage(EventId = 3026, Level = LogLevel.Information, Message = "Partition {Partition} of {Topic} goes on, at offset {Position} of {End}")]
    public static partial void GoesOn(ILogger logger, string topic, int partition, long? position, long? end);

    [LoggerMessage(EventId = 3028, Level = LogLevel.Warning, Message = "The partitions' progress could not be looked at, which is tried again")]
    public static partial void NotLooked(ILogger logger, Exception fault);

    [LoggerMessage(EventId = 3027, Level = LogLevel.Information, Message = "The ends of {Topic} could not be learnt, which is tried again: {Reason}")]
    public static partial void NoEnds(ILogger logger, string topic, string reason);
}
