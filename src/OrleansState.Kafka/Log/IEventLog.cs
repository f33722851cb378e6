using OrleansState.Kafka.DeadLetters;
using OrleansState.Kafka.Partitions;

namespace OrleansState.Kafka.Log;

/// <summary>
/// What a worker wants of the log. Kafka in production; tests put a log in memory in its place, to try orders of events
/// that a broker would show once a year.
/// </summary>
internal interface IEventLog<TEvent>
{
    /// <summary>
    /// The id of the log that the topic's name stands for, asked after this call began. What was read before then belongs to
    /// that log if the id is the one known before: an id that has gone does not come back.
    /// </summary>
    Task<string> IdentifyAsync();

    /// <summary>Where a partition is read from that has no checkpoint.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="isNew">The topic has been made anew since the checkpoint was written.</param>
    Task<long> StartOffsetAsync(int partition, bool isNew);

    /// <summary>
    /// Sees to it that the place where a partition was first read from is not forgotten. To be called again and again while
    /// the partition is ours, and not to be waited for.
    /// </summary>
    Task KeepStartOffsetAsync(int partition);

    /// <summary>Reads a partition into this inbox from this offset on, and no longer into any other.</summary>
    void ReadFrom(PartitionInbox<TEvent> inbox, long offset);

    /// <summary>Reads into this inbox no longer.</summary>
    void Leave(PartitionInbox<TEvent> inbox);

    /// <summary>Those of the claims to be a redriven event that a dead letter bears out.</summary>
    Task<IReadOnlySet<RedriveClaim>> ProveAsync(IReadOnlyCollection<RedriveClaim> claims);

    /// <summary>The events of these keys from this offset on, at most up to <paramref name="last"/>.</summary>
    Task<LogStretch<TEvent>> ReadAgainAsync(int partition, long from, long last, IReadOnlySet<string> keys, Func<string, int> slotOf);

    /// <summary>The records of these events, with their bytes.</summary>
    Task<IReadOnlyList<DeadLetter>> FetchAsync(int partition, string topicId, IReadOnlyList<RefusedEvent> refused);
}
