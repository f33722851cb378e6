using OrleansState.Kafka;
using OrleansState.Kafka.DeadLetters;
using OrleansState.Kafka.Log;
using OrleansState.Kafka.Partitions;
using OrleansState.KafkaBridge.Clicks;

namespace OrleansState.KafkaBridge.Tests.Backlog;

/// <summary>The real log of one partition, which shows what waits in the inbox that it reads into, and how often one was left.</summary>
internal sealed class WatchedLog(KafkaEventLog<ClickEvent> log) : IEventLog<ClickEvent>
{
    private volatile PartitionInbox<ClickEvent>? _inbox;
    private int _left;

    public int Waiting => _inbox?.Waiting ?? 0;

    public int Left => Volatile.Read(ref _left);

    public Task<string> IdentifyAsync() => log.IdentifyAsync();

    public Task<long> StartOffsetAsync(int partition, bool isNew) => log.StartOffsetAsync(partition, isNew);

    public Task KeepStartOffsetAsync(int partition) => log.KeepStartOffsetAsync(partition);

    public void ReadFrom(PartitionInbox<ClickEvent> inbox, long offset)
    {
        _inbox = inbox;
        log.ReadFrom(inbox, offset);
    }

    public void Leave(PartitionInbox<ClickEvent> inbox)
    {
        log.Leave(inbox);
        Interlocked.Increment(ref _left);
    }

    public Task<IReadOnlySet<RedriveClaim>> ProveAsync(IReadOnlyCollection<RedriveClaim> claims) => log.ProveAsync(claims);

    public Task<LogStretch<ClickEvent>> ReadAgainAsync(int partition, long from, long last, IReadOnlySet<string> keys, Func<string, int> slotOf) => log.ReadAgainAsync(partition, from, last, keys, slotOf);

    public Task<IReadOnlyList<DeadLetter>> FetchAsync(int partition, string topicId, IReadOnlyList<RefusedEvent> refused) => log.FetchAsync(partition, topicId, refused);
}
