using Confluent.Kafka;
using OrleansState.Kafka.Topics;

namespace OrleansState.Kafka.DeadLetters;

/// <summary>
/// Takes the letters that name erased users out of the topic. Kafka deletes the beginning of a partition and nothing out of
/// its middle: what else lies before the last such letter is written again behind the newest, as it was, and then the
/// beginning is deleted. Broken off between the two, letters are there twice, which their origin makes one.
/// </summary>
internal sealed class LetterErasure(IngestTopic source, DeadLetterTopic topic, IErasedUsers erased, KafkaClients clients, BridgeMetrics metrics)
{
    /// <summary>Letters in memory.</summary>
    private const int MaxLetters = 500;

    /// <exception cref="KafkaException">Kafka did not answer, or did not take or delete one.</exception>
    /// <exception cref="TimeoutException">Kafka did not answer in time.</exception>
    public async Task EraseAsync(CancellationToken cancelled)
    {
        var (users, last) = await FindAsync(cancelled).ConfigureAwait(false);
        foreach (var (partition, offset) in last)
        {
            await topic.RequireDeletableAsync(partition).ConfigureAwait(false);
            var gone = await MoveAsync(partition, offset, users, cancelled).ConfigureAwait(false);
            await topic.DeleteAsync(partition, offset + 1).ConfigureAwait(false);
            metrics.LettersErased(source.Name, gone);
        }
    }

    /// <summary>The erased users that letters name, and of each partition the last such letter.</summary>
    private async Task<(HashSet<string> Users, Dictionary<int, long> Last)> FindAsync(CancellationToken cancelled)
    {
        var users = new HashSet<string>(StringComparer.Ordinal);
        var last = new Dictionary<int, long>();
        foreach (var letters in topic.Read().Select(letter => (letter.Partition, letter.Offset, Users: UsersOf(letter))).Chunk(MaxLetters))
        {
            cancelled.ThrowIfCancellationRequested();
            users.UnionWith(await erased.FindAsync(letters.SelectMany(letter => letter.Users)).ConfigureAwait(false));
            foreach (var letter in letters.Where(letter => letter.Users.Overlaps(users)))
                last[letter.Partition] = letter.Offset;
        }

        return (users, last);
    }

    /// <summary>Writes again what is to stay of a partition up to an offset.</summary>
    /// <returns>How many letters are not to stay.</returns>
    private async Task<int> MoveAsync(int partition, long last, HashSet<string> users, CancellationToken cancelled)
    {
        var redriven = topic.Redriven().GetValueOrDefault(partition);
        using var producer = clients.Producer();
        using var single = clients.SingleProducer();
        var gone = 0;
        var letters = topic.Read((p, low, high) => p == partition ? low : high).TakeWhile(letter => letter.Offset <= last);
        foreach (var some in letters.Chunk(MaxLetters))
        {
            cancelled.ThrowIfCancellationRequested();
            var kept = some.Where(letter => !UsersOf(letter).Overlaps(users)).ToList();
            gone += some.Length - kept.Count;
            await Task.WhenAll(kept.Select(letter => WriteAsync(letter, letter.Offset < redriven))).ConfigureAwait(false);
        }

        return gone;

        async Task WriteAsync(StoredDeadLetter letter, bool isRedriven)
        {
            var (place, message) = (new TopicPartition(source.DeadLetterTopic, partition), Again(letter, isRedriven));
            try
            {
                await producer.ProduceAsync(place, message, cancelled).ConfigureAwait(false);
            }
            catch (ProduceException<byte[]?, byte[]?> refused) when (refused.Error.IsTooLarge())
            {
                // The topic's limit is for a batch, and this one lay there before.
                await single.ProduceAsync(place, message, cancelled).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The same, with its time, by which retention goes; and with what its place has told so far.</summary>
    private static Message<byte[]?, byte[]?> Again(StoredDeadLetter letter, bool isRedriven)
    {
        var message = letter.Message;
        if (isRedriven)
            DeadLetterHeaders.Set(message.Headers, DeadLetterHeaders.Redriven, "true");
        return new Message<byte[]?, byte[]?>
        {
            Key = message.Key,
            Value = message.Value,
            Headers = message.Headers,
            Timestamp = message.Timestamp.Type == TimestampType.CreateTime ? message.Timestamp : Timestamp.Default,
        };
    }

    private IReadOnlySet<string> UsersOf(StoredDeadLetter letter) => erased.NamedIn(letter.Message.Key, letter.Message.Value, letter.Message.Headers);
}
