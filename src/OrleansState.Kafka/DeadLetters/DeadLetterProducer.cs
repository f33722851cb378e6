using Confluent.Kafka;
using OrleansState.Kafka.Topics;

namespace OrleansState.Kafka.DeadLetters;

/// <summary>Writes dead letters. Done means that Kafka has them: only then may a position pass the record.</summary>
internal sealed class DeadLetterProducer : IDeadLetterWriter, IDisposable
{
    private readonly IProducer<byte[]?, byte[]?> _producer;
    private readonly Lazy<IProducer<byte[]?, byte[]?>> _single;
    private readonly IngestTopic _topic;
    private readonly IErasedUsers _erased;
    private readonly BridgeMetrics _metrics;

    public DeadLetterProducer(IngestTopic topic, KafkaClients clients, IErasedUsers erased, BridgeMetrics metrics)
    {
        (_topic, _erased, _metrics) = (topic, erased, metrics);
        _producer = clients.Producer();
        _single = new(clients.SingleProducer);
    }

    /// <summary>
    /// A letter that names an erased user is left out. One who is erased while it is written is found by the look behind the
    /// write: the tombstone comes first, and the letters of before that look are looked through once more.
    /// </summary>
    /// <exception cref="ProduceException{TKey,TValue}">Kafka did not take one of them.</exception>
    public async Task WriteAsync(IReadOnlyCollection<DeadLetter> letters, CancellationToken cancelled)
    {
        if (letters.Count == 0)
            return;
        var named = letters.Select(letter => (Letter: letter, Users: _erased.NamedIn(letter.Key, letter.Value, letter.Headers))).ToList();
        var erased = await _erased.FindAsync(named.SelectMany(n => n.Users));
        var kept = erased.Count == 0 ? named : [.. named.Where(n => !n.Users.Overlaps(erased))];
        await Task.WhenAll(kept.Select(n => WriteAsync(n.Letter, cancelled)));
        _metrics.LettersErased(_topic.Name, named.Count - kept.Count);
        if (kept.Count < named.Count || (await _erased.FindAsync(kept.SelectMany(n => n.Users))).Count > 0)
            await _erased.LettersLeftAsync();
    }

    public void Dispose()
    {
        _producer.Dispose();
        if (_single.IsValueCreated)
            _single.Value.Dispose();
    }

    /// <summary>
    /// The topic may take less than the one it came from. One record may not stop a partition for good: where there is no
    /// room for it its place is kept, and what is left out still lies at its origin.
    /// </summary>
    private async Task WriteAsync(DeadLetter letter, CancellationToken cancelled)
    {
        if (await TryWriteAsync(_producer, DeadLetterMessage.Of(letter, LetterSize.Whole), cancelled))
            return;
        for (var size = LetterSize.Whole; size < LetterSize.PlaceOnly; size++)
        {
            if (await TryWriteAsync(_single.Value, DeadLetterMessage.Of(letter, size), cancelled))
                return;
        }

        await _single.Value.ProduceAsync(_topic.DeadLetterTopic, DeadLetterMessage.Of(letter, LetterSize.PlaceOnly), cancelled);
    }

    /// <returns>False: the topic has no room for it.</returns>
    private async Task<bool> TryWriteAsync(IProducer<byte[]?, byte[]?> producer, Message<byte[]?, byte[]?> message, CancellationToken cancelled)
    {
        try
        {
            await producer.ProduceAsync(_topic.DeadLetterTopic, message, cancelled);
            return true;
        }
        catch (ProduceException<byte[]?, byte[]?> refused) when (refused.Error.IsTooLarge())
        {
            return false;
        }
    }
}
