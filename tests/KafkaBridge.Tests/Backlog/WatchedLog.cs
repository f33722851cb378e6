using OrleansState.Clicks;
using OrleansState.KafkaBridge.DeadLetters;
using OrleansState.KafkaBridge.Log;
using OrleansState.KafkaBridge.Partitions;

namespace OrleansState.KafkaBridge.Tests.Backlog;

/// <summary>The real log of one partition, which shows what waits in the inbox that it reads into.</summary>
internal sealed class WatchedLog(KafkaEventLog log) : IEventLog
{
    private volatile PartitionInbox? _inbox;

    public int Waiting => _inbox?.Waiting ?? 0;

    public Task<string> IdentifyAsync() => log.IdentifyAsync();

    public Task<long> FirstOffsetAsync(int partition, bool isNew) => log.FirstOffsetAsync(partition, isNew);

    public Task KeepFirstOffsetAsync(int partition) => log.KeepFirstOffsetAsync(partition);

    public void ReadFrom(PartitionInbox inbox, long offset)
    {
        _inbox = inbox;
        log.ReadFrom(inbox, offset);
    }

    public void Leave(PartitionInbox inbox) => log.Leave(inbox);

    public Task<IReadOnlyList<DeadLetter>> FetchAsync(int partition, string logId, IReadOnlyList<RefusedClick> refused) => log.FetchAsync(partition, logId, refused);
}
