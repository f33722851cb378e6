using System.Globalization;
using Confluent.Kafka;
using Microsoft.Extensions.Options;
using OrleansState.Hosting.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace OrleansState.KafkaBridge.DeadLetters;

/// <summary>Writes dead letters. Done means that Kafka has them: only then may a position pass the record.</summary>
internal sealed class DeadLetterProducer : IDeadLetterWriter, IDisposable
{
    private readonly IProducer<byte[]?, byte[]?> _producer;
    private readonly string _topic;

    public DeadLetterProducer(IOptions<KafkaOptions> options, KafkaClients clients)
    {
        _topic = options.Value.DeadLetterTopic;
        _producer = clients.Producer();
    }

    /// <exception cref="ProduceException{TKey,TValue}">Kafka did not take one of them.</exception>
    public Task WriteAsync(IReadOnlyCollection<DeadLetter> letters, CancellationToken cancelled) =>
        letters.Count == 0 ? Task.CompletedTask : Task.WhenAll(letters.Select(letter => WriteAsync(letter, cancelled)));

    public void Dispose() => _producer.Dispose();

    private async Task WriteAsync(DeadLetter letter, CancellationToken cancelled)
    {
        var headers = DeadLetterHeaders.Of(letter);
        try
        {
            await _producer.ProduceAsync(_topic, new Message<byte[]?, byte[]?> { Key = letter.Key, Value = letter.Value, Headers = headers }, cancelled);
        }
        catch (ProduceException<byte[]?, byte[]?> tooLarge) when (tooLarge.Error.Code is ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge)
        {
            // The topic takes less than the one it came from. One record may not stop a partition for good: its place is
            // kept, and the value still lies at its origin.
            DeadLetterHeaders.Set(headers, DeadLetterHeaders.OmittedBytes, (letter.Value?.Length ?? 0).ToString(CultureInfo.InvariantCulture));
            await _producer.ProduceAsync(_topic, new Message<byte[]?, byte[]?> { Key = null, Value = null, Headers = headers }, cancelled);
        }
    }
}
