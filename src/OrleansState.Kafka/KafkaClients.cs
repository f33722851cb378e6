using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OrleansState.Kafka;

/// <summary>Makes the Kafka clients of this process, each with the settings of its part.</summary>
/// <param name="bootstrapServers">Brokers to begin with.</param>
/// <param name="groupId">The consumer group, for clients that have one.</param>
/// <param name="client">Passed on to every client.</param>
/// <param name="logger">Hears what the clients say.</param>
internal sealed class KafkaClients(string? bootstrapServers, string? groupId, IReadOnlyDictionary<string, string> client, ILogger<KafkaClients> logger)
{
    /// <summary>Kafka's own smallest: how long a bridge may be silent before its partitions go to others.</summary>
    public const int SessionTimeoutMs = 6_000;

    /// <summary>The largest record that is written; what is larger is never kept.</summary>
    public const int LargestMessageBytes = 16 * 1024 * 1024;

    /// <summary>Fetched and not yet handed over, all partitions together.</summary>
    private const int PrefetchKilobytes = 64 * 1024;

    /// <summary>How long an event may be on its way before whoever tells it hears that Kafka did not take it.</summary>
    private const int EventTimeoutMs = 30_000;

    private static readonly TimeSpan MetadataPatience = TimeSpan.FromSeconds(10);

    public KafkaClients(IOptions<KafkaIngestOptions> options, ILogger<KafkaClients> logger)
        : this(options.Value.BootstrapServers, options.Value.GroupId, options.Value.Client, logger)
    {
    }

    /// <summary>The consumer group of all bridges.</summary>
    public string GroupId => groupId ?? "";

    /// <summary>Reads partitions that are assigned by hand: it belongs to no group, so that how fast it is polled is nobody's business.</summary>
    public ConsumerConfig ReaderConfig() => Configure(new ConsumerConfig
    {
        GroupId = groupId,
        EnableAutoCommit = false,
        EnableAutoOffsetStore = false,
        AutoOffsetReset = AutoOffsetReset.Earliest,
        IsolationLevel = IsolationLevel.ReadCommitted,
        MaxPollIntervalMs = 86_400_000,
        QueuedMinMessages = 200_000,
        QueuedMaxMessagesKbytes = PrefetchKilobytes,
        FetchMaxBytes = LargestMessageBytes,
        MaxPartitionFetchBytes = 2 * 1024 * 1024,
        FetchWaitMaxMs = 100,
        // A full queue is looked at again after this; the default of a second leaves a fast reader with nothing to read.
        FetchQueueBackoffMs = 10,
        // The topic is known; its name need not be made into a string for every record.
        ConsumeResultFields = "headers,timestamp",
    });

    /// <summary>
    /// Reads a stretch of one partition now and then, which is assigned by hand. It fetches little ahead of what is read.
    /// </summary>
    public ConsumerConfig StretchConfig() => Configure(new ConsumerConfig
    {
        GroupId = groupId,
        EnableAutoCommit = false,
        EnableAutoOffsetStore = false,
        EnablePartitionEof = true,
        AutoOffsetReset = AutoOffsetReset.Earliest,
        IsolationLevel = IsolationLevel.ReadCommitted,
        QueuedMinMessages = 2_000,
        QueuedMaxMessagesKbytes = 4 * 1024,
        FetchWaitMaxMs = 100,
    });

    /// <summary>Holds this bridge's membership of the group and commits for the lag tools; it reads nothing.</summary>
    public ConsumerConfig MemberConfig() => Configure(new ConsumerConfig
    {
        GroupId = groupId,
        EnableAutoCommit = false,
        EnableAutoOffsetStore = false,
        PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
        SessionTimeoutMs = SessionTimeoutMs,
        HeartbeatIntervalMs = SessionTimeoutMs / 4,
        QueuedMinMessages = 1,
        QueuedMaxMessagesKbytes = 1,
        TopicMetadataRefreshIntervalMs = 10_000,
    });

    /// <summary>Commits in the name of a group without being a member.</summary>
    public IConsumer<Ignore, Ignore> Committer(string group) =>
        Quiet(new ConsumerBuilder<Ignore, Ignore>(Configure(new ConsumerConfig { GroupId = group, EnableAutoCommit = false, EnableAutoOffsetStore = false }))).Build();

    public IProducer<byte[]?, byte[]?> Producer() => Build(new ProducerConfig { LingerMs = 5 });

    /// <summary>
    /// A producer of events: what lies under one key is in the partition that follows from it as Java's producers have it
    /// (<see cref="Publishing.KeyPartition"/>). What Kafka does not take is given back in time to be offered again.
    /// </summary>
    public IProducer<byte[]?, byte[]?> EventProducer() => Build(new ProducerConfig { LingerMs = 5, Partitioner = Partitioner.Murmur2Random, MessageTimeoutMs = EventTimeoutMs });

    /// <summary>
    /// A producer that sends each record alone. A topic's limit is for a batch: where it refuses one of several records,
    /// that says nothing of each.
    /// </summary>
    public IProducer<byte[]?, byte[]?> SingleProducer() => Build(new ProducerConfig { LingerMs = 0, BatchNumMessages = 1 });

    /// <param name="heard">Is handed what the client has to say of its brokers.</param>
    public IAdminClient Admin(Action<Error>? heard = null) => new AdminClientBuilder(Configure(new AdminClientConfig()))
        .SetLogHandler((_, line) => IngestLog.Client(logger, line.Level, line.Message))
        .SetErrorHandler((_, error) =>
        {
            heard?.Invoke(error);
            IngestLog.Error(logger, error.Reason);
        }).Build();

    /// <summary>The partitions of a topic.</summary>
    /// <exception cref="KafkaException">The broker did not answer.</exception>
    public IReadOnlyList<TopicPartition> Partitions(string topic)
    {
        using var admin = Admin();
        return [.. admin.GetMetadata(topic, MetadataPatience).Topics.Single().Partitions.Select(p => new TopicPartition(topic, p.PartitionId))];
    }

    /// <summary>What the client says goes to the log, where an operator can turn it up or down.</summary>
    public ConsumerBuilder<TKey, TValue> Quiet<TKey, TValue>(ConsumerBuilder<TKey, TValue> builder) => builder
        .SetLogHandler((_, line) => IngestLog.Client(logger, line.Level, line.Message))
        .SetErrorHandler((_, error) => IngestLog.Error(logger, error.Reason));

    private IProducer<byte[]?, byte[]?> Build(ProducerConfig config)
    {
        config.Acks = Acks.All;
        config.EnableIdempotence = true;
        config.MessageMaxBytes = LargestMessageBytes;
        return new ProducerBuilder<byte[]?, byte[]?>(Configure(config)).SetLogHandler((_, line) => IngestLog.Client(logger, line.Level, line.Message)).SetErrorHandler((_, error) => IngestLog.Error(logger, error.Reason)).Build();
    }

    private TConfig Configure<TConfig>(TConfig config)
        where TConfig : ClientConfig
    {
        config.BootstrapServers = bootstrapServers;
        config.ReconnectBackoffMs = 100;
        config.ReconnectBackoffMaxMs = 1_000;
        foreach (var (name, value) in client)
            config.Set(name, value);
        return config;
    }
}
