using OrleansState.Clicks;
using OrleansState.KafkaBridge.DeadLetters;
using OrleansState.KafkaBridge.Partitions;

namespace OrleansState.KafkaBridge.Log;

/// <summary>The log as Kafka keeps it.</summary>
internal sealed class KafkaEventLog(TopicLog topic, FirstOffsets firsts, LogReader reader, RecordFetcher fetcher) : IEventLog
{
    public Task<string> IdentifyAsync() => topic.AskAsync();

    public Task<long> FirstOffsetAsync(int partition, bool isNew) => Task.Run(() => firsts.Of(partition, isNew));

    public Task KeepFirstOffsetAsync(int partition) => firsts.KeepAsync(partition);

    public void ReadFrom(PartitionInbox inbox, long offset) => reader.ReadFrom(inbox, offset);

    public void Leave(PartitionInbox inbox) => reader.Leave(inbox);

    public Task<IReadOnlyList<DeadLetter>> FetchAsync(int partition, string log, IReadOnlyList<RefusedClick> refused) =>
        Task.Run(() => fetcher.Fetch(partition, log, refused));
}
