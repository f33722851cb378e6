using OrleansState.Clicks;
using OrleansState.KafkaBridge.DeadLetters;
using OrleansState.KafkaBridge.Log;
using OrleansState.KafkaBridge.Partitions;

namespace OrleansState.KafkaBridge.Tests.Backlog;

/// <summary>The real log of one partition, which shows what waits in the inbox that it reads into, and how often one was left.</summary>
internal sealed class WatchedLog(KafkaEventLog log) : IEventLog
{
    private volatile PartitionInbox? _inbox;
    private int _left;

    public int Waiting => _inbox?.Waiting ?? 0;

    public int Left => Volatile.Read(ref _left);

    public Task<string> IdentifyAsync() => log.IdentifyAsync();

    public Task<long> StartOffsetAsync(int partition, bool isNew) => log.StartOffsetAsync(partition, isNew);

    public Task KeepStartOffsetAsync(int partition) => log.KeepStartOffsetAsync(partition);

    public void ReadFrom(PartitionInbox inbox, long offset)
    {
        _inbox = inbox;
        log.ReadFrom(inbox, offset);
    }

    public void Leave(PartitionInbox inbox)
    {
        log.Leave(inbox);
        Interlocked.Increment(ref _left);
    }

    public Task<IReadOnlySet<RedriveClaim>> ProveAsync(IReadOnlyCollection<RedriveClaim> claims) => log.ProveAsync(claims);

    public Task<LogStretch> ReadAgainAsync(int partition, long from, long last, IReadOnlySet<string> users) => log.ReadAgainAsync(partition, from, last, users);

    public Task<IReadOnlyList<DeadLetter>> FetchAsync(int partition, string logId, IReadOnlyList<RefusedClick> refused) => log.FetchAsync(partition, logId, refused);
}
