using Confluent.Kafka;
using Microsoft.Extensions.Options;
using OrleansState.Hosting.Kafka;

namespace OrleansState.KafkaBridge.DeadLetters;

/// <summary>Writes dead letters. Done means that Kafka has them: only then may a position pass the record.</summary>
internal sealed class DeadLetterProducer : IDeadLetterWriter, IDisposable
{
    private readonly IProducer<byte[]?, byte[]?> _producer;
    private readonly Lazy<IProducer<byte[]?, byte[]?>> _single;
    private readonly string _topic;

    public DeadLetterProducer(IOptions<KafkaOptions> options, KafkaClients clients)
    {
        _topic = options.Value.DeadLetterTopic;
        _producer = clients.Producer();
        _single = new(clients.SingleProducer);
    }

    /// <exception cref="ProduceException{TKey,TValue}">Kafka did not take one of them.</exception>
    public Task WriteAsync(IReadOnlyCollection<DeadLetter> letters, CancellationToken cancelled) =>
        letters.Count == 0 ? Task.CompletedTask : Task.WhenAll(letters.Select(letter => WriteAsync(letter, cancelled)));

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

        await _single.Value.ProduceAsync(_topic, DeadLetterMessage.Of(letter, LetterSize.PlaceOnly), cancelled);
    }

    /// <returns>False: the topic has no room for it.</returns>
    private async Task<bool> TryWriteAsync(IProducer<byte[]?, byte[]?> producer, Message<byte[]?, byte[]?> message, CancellationToken cancelled)
    {
        try
        {
            await producer.ProduceAsync(_topic, message, cancelled);
            return true;
        }
        catch (ProduceException<byte[]?, byte[]?> refused) when (refused.Error.IsTooLarge())
        {
            return false;
        }
    }
}
