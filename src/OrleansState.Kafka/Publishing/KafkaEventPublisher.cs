using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansState.Kafka.Log;

namespace OrleansState.Kafka.Publishing;

/// <summary>
/// Writes events to a topic as CloudEvents 1.0 in binary mode, the grain's key as the record's key, so that events of one grain
/// lie in one partition. One event of a grain is sent when Kafka has the one before it: a retry can't overtake.
/// </summary>
internal sealed class KafkaEventPublisher(IOptions<KafkaEventOptions> options, PublishingProgress progress, ILogger<KafkaClients> logger) : IEventPublisher, IDisposable
{
    /// <summary>More than a topic takes by default: an event is its data, of which a state may tell much, and a few headers.</summary>
    private const int TopicBytes = 2 * StateEvent.MaxDataBytes;

    private readonly KafkaEventOptions _options = options.Value;
    private readonly KafkaClients _clients = new(options.Value.BootstrapServers, groupId: null, options.Value.Client, logger);
    private readonly Lock _gate = new();
    private IProducer<byte[]?, byte[]?>? _producer;
    private Task? _topic;

    public async Task PublishAsync(IReadOnlyList<PublishedEvent> events, CancellationToken cancellationToken)
    {
        progress.Begun();
        try
        {
            await TopicAsync().WaitAsync(cancellationToken);
            var producer = Producer();
            foreach (var told in events)
                await producer.ProduceAsync(_options.Topic, Message(told), cancellationToken);
            progress.Taken();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            progress.GivenUp();
            throw;
        }
        catch
        {
            progress.NotTaken();
            throw;
        }
    }

    public void Dispose() => _producer?.Dispose();

    private IProducer<byte[]?, byte[]?> Producer()
    {
        lock (_gate)
            return _producer ??= _clients.EventProducer();
    }

    /// <summary>Looked for once; where the broker did not answer, again with the next event.</summary>
    private Task TopicAsync()
    {
        lock (_gate)
            return _topic is null or { IsFaulted: true } ? _topic = Task.Run(MakeTopicAsync) : _topic;
    }

    private async Task MakeTopicAsync()
    {
        using var admin = _clients.Admin();
        var topic = TopicSetup.Describe(_options.Topic, new Dictionary<string, string> { ["max.message.bytes"] = TopicBytes.ToString(CultureInfo.InvariantCulture) });
        await TopicSetup.EnsureAsync(admin, topic, logger).ConfigureAwait(false);
    }

    private Message<byte[]?, byte[]?> Message(PublishedEvent told) => new()
    {
        Key = Encoding.UTF8.GetBytes(told.Key),
        Value = told.Data.ToArray(),
        Timestamp = new Timestamp(told.At),
        Headers =
        [
            Header("ce_specversion", "1.0"),
            Header(EventHeaders.Id, told.Id.ToString("N")),
            Header("ce_source", $"{_options.Source}/{told.Kind}"),
            Header(EventHeaders.Type, told.Type),
            Header("ce_subject", told.Key),
            Header(EventHeaders.Time, told.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)),
            Header("content-type", "application/json"),
        ],
    };

    private static Header Header(string name, string value) => new(name, Encoding.UTF8.GetBytes(value));
}
