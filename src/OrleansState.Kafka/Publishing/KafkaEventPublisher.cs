using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using KafkaCode = Confluent.Kafka.ErrorCode;

namespace OrleansState.Kafka.Publishing;

/// <summary>
/// Writes events to a topic as CloudEvents 1.0 in binary mode, the grain's key as the record's key, so that events of one grain
/// lie in one partition. One event of a grain is sent when Kafka has the one before it: a retry can't overtake.
/// </summary>
internal sealed class KafkaEventPublisher(IOptions<KafkaEventOptions> options, ILogger<KafkaClients> logger) : IEventPublisher, IDisposable
{
    private readonly KafkaEventOptions _options = options.Value;
    private readonly KafkaClients _clients = new(options.Value.BootstrapServers, groupId: null, options.Value.Client, logger);
    private readonly Lock _gate = new();
    private IProducer<byte[]?, byte[]?>? _producer;
    private Task? _topic;

    public async Task PublishAsync(IReadOnlyList<PublishedEvent> events, CancellationToken cancellationToken)
    {
        await TopicAsync().WaitAsync(cancellationToken);
        var producer = Producer();
        foreach (var told in events)
            await producer.ProduceAsync(_options.Topic, Message(told), cancellationToken);
    }

    public void Dispose() => _producer?.Dispose();

    private IProducer<byte[]?, byte[]?> Producer()
    {
        lock (_gate)
            return _producer ??= _clients.Producer();
    }

    /// <summary>Looked for once; where the broker did not answer, again with the next event.</summary>
    private Task TopicAsync()
    {
        lock (_gate)
            return _topic is null or { IsFaulted: true } ? _topic = MakeTopicAsync() : _topic;
    }

    private async Task MakeTopicAsync()
    {
        using var admin = _clients.Admin();
        try
        {
            await admin.CreateTopicsAsync([new TopicSpecification { Name = _options.Topic, NumPartitions = -1, ReplicationFactor = -1 }]).ConfigureAwait(false);
        }
        catch (CreateTopicsException fault) when (fault.Results.All(result => result.Error.Code is KafkaCode.NoError or KafkaCode.TopicAlreadyExists or KafkaCode.TopicAuthorizationFailed or KafkaCode.ClusterAuthorizationFailed))
        {
            // It is there, or whoever may make topics has to: writing tells.
        }
    }

    private Message<byte[]?, byte[]?> Message(PublishedEvent told) => new()
    {
        Key = Encoding.UTF8.GetBytes(told.Key),
        Value = told.Data.ToArray(),
        Timestamp = new Timestamp(told.At),
        Headers =
        [
            Header("ce_specversion", "1.0"),
            Header("ce_id", told.Id.ToString("N")),
            Header("ce_source", $"{_options.Source}/{told.Kind}"),
            Header("ce_type", told.Type),
            Header("ce_subject", told.Key),
            Header("ce_time", told.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)),
            Header("content-type", "application/json"),
        ],
    };

    private static Header Header(string name, string value) => new(name, Encoding.UTF8.GetBytes(value));
}
