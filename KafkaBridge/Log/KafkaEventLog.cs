using OrleansState.Clicks;
using OrleansState.KafkaBridge.DeadLetters;
using OrleansState.KafkaBridge.Partitions;

namespace OrleansState.KafkaBridge.Log;

/// <summary>The log as Kafka keeps it.</summary>
internal sealed class KafkaEventLog(
    TopicIdentity topic, StartOffsets starts, LogReader reader, RecordFetcher fetcher, StretchReader stretches, RedriveProofs proofs) : IEventLog
{
    public Task<string> IdentifyAsync() => topic.AskAsync();

    public Task<long> StartOffsetAsync(int partition, bool isNew) => Task.Run(() => starts.Of(partition, isNew));

    public Task KeepStartOffsetAsync(int partition) => starts.KeepAsync(partition);

    public void ReadFrom(PartitionInbox inbox, long offset) => reader.ReadFrom(inbox, offset);

    public void Leave(PartitionInbox inbox) => reader.Leave(inbox);

    public Task<IReadOnlySet<RedriveClaim>> ProveAsync(IReadOnlyCollection<RedriveClaim> claims) => proofs.FindAsync(claims);

    public async Task<IReadOnlyList<DeadLetter>> FetchAsync(int partition, string log, IReadOnlyList<RefusedClick> refused)
    {
        var letters = await Task.Run(() => fetcher.Fetch(partition, log, refused)).ConfigureAwait(false);
        var claims = letters.Select(letter => letter.Claim).OfType<RedriveClaim>().ToList();
        if (claims.Count == 0)
            return letters;
        var proven = await proofs.FindAsync(claims).ConfigureAwait(false);
        return [.. letters.Select(letter => letter.Honour(proven))];
    }

    public Task<LogStretch> ReadAgainAsync(int partition, long from, long last, IReadOnlySet<string> users) =>
        Task.Run(() => stretches.Read(partition, from, last, users));
}
