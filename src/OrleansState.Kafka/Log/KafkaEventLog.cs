using OrleansState.Kafka.DeadLetters;
using OrleansState.Kafka.Partitions;

namespace OrleansState.Kafka.Log;

/// <summary>The log as Kafka keeps it.</summary>
internal sealed class KafkaEventLog<TEvent>(
    TopicIdentity topic, StartOffsets starts, LogReader<TEvent> reader, RecordFetcher fetcher, StretchReader<TEvent> stretches, RedriveProofs proofs) : IEventLog<TEvent>
{
    public Task<string> IdentifyAsync() => topic.AskAsync();

    public Task<long> StartOffsetAsync(int partition, bool isNew) => Task.Run(() => starts.Of(partition, isNew));

    public Task KeepStartOffsetAsync(int partition) => starts.KeepAsync(partition);

    public void ReadFrom(PartitionInbox<TEvent> inbox, long offset) => reader.ReadFrom(inbox, offset);

    public void Leave(PartitionInbox<TEvent> inbox) => reader.Leave(inbox);

    public Task<IReadOnlySet<RedriveClaim>> ProveAsync(IReadOnlyCollection<RedriveClaim> claims) => proofs.FindAsync(claims);

    public async Task<IReadOnlyList<DeadLetter>> FetchAsync(int partition, string topicId, IReadOnlyList<RefusedEvent> refused)
    {
        var letters = await Task.Run(() => fetcher.Fetch(partition, topicId, refused)).ConfigureAwait(false);
        var claims = letters.Select(letter => letter.Claim).OfType<RedriveClaim>().ToList();
        if (claims.Count == 0)
            return letters;
        var proven = await proofs.FindAsync(claims).ConfigureAwait(false);
        return [.. letters.Select(letter => letter.Honour(proven))];
    }

    public Task<LogStretch<TEvent>> ReadAgainAsync(int partition, long from, long last, IReadOnlySet<string> keys, Func<string, int> slotOf) =>
        Task.Run(() => stretches.Read(partition, from, last, keys, slotOf));
}
