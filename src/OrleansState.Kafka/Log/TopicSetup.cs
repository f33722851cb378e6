using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;
using OrleansState.Kafka.Topics;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace OrleansState.Kafka.Log;

/// <summary>Makes the topics that are missing, with the broker's own numbers of partitions and replicas.</summary>
internal sealed class TopicSetup(KafkaClients clients, IngestTopics topics, BridgeRetry retry, ILogger<TopicSetup> logger)
{
    /// <summary>More than a source topic takes by default: a dead letter is its record and a few headers.</summary>
    private const int DeadLetterBytes = 4 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task EnsureAsync(CancellationToken cancelled)
    {
        using var admin = clients.Admin();
        foreach (var topic in topics.All.Select(ingest => ingest.Topic))
        {
            await retry.Pipeline.ExecuteAsync(async _ => await EnsureAsync(admin, Describe(topic.Name, []), logger), cancelled);
            await retry.Pipeline.ExecuteAsync(async _ => await EnsureAsync(admin, Describe(topic.DeadLetterTopic, new Dictionary<string, string>
            {
                ["max.message.bytes"] = DeadLetterBytes.ToString(CultureInfo.InvariantCulture),
            }), logger), cancelled);
        }
    }

    /// <summary>Makes a topic where it is missing and this process may make it.</summary>
    /// <exception cref="KafkaException">The broker did not answer.</exception>
    public static async Task EnsureAsync(IAdminClient admin, TopicSpecification topic, ILogger logger)
    {
        // All topics are asked for, not this one: a broker may make one that is asked for by its name, with settings of its own.
        if (admin.GetMetadata(Patience).Topics.Any(known => known.Topic == topic.Name))
            return;
        try
        {
            await admin.CreateTopicsAsync([topic]);
            IngestLog.Created(logger, topic.Name);
        }
        catch (CreateTopicsException taken) when (taken.Results.All(r => r.Error.Code is ErrorCode.TopicAlreadyExists or ErrorCode.NoError))
        {
            return;
        }
        catch (KafkaException denied) when (IsNotForUs(denied))
        {
            // A broker without that call makes topics when they are first asked for, and one that denies it has them made by somebody else.
            admin.GetMetadata(topic.Name, Patience);
        }
    }

    private static bool IsNotForUs(KafkaException fault) =>
        fault.Error.Code is ErrorCode.Local_UnsupportedFeature or ErrorCode.UnsupportedVersion or ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed
        || (fault is CreateTopicsException creation && creation.Results.All(r => r.Error.Code is ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed or ErrorCode.TopicAlreadyExists));

    public static TopicSpecification Describe(string name, Dictionary<string, string> settings) =>
        new() { Name = name, NumPartitions = -1, ReplicationFactor = -1, Configs = settings };
}
