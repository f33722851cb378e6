using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrleansState.Kafka.Access;
using OrleansState.Kafka.Batches;
using OrleansState.Kafka.DeadLetters;
using OrleansState.Kafka.Health;
using OrleansState.Kafka.Log;
using OrleansState.Kafka.Progress;
using OrleansState.Kafka.Rebuild;
using OrleansState.Kafka.Topics;

namespace OrleansState.Kafka;

/// <summary>Adds topics to a process' ingest.</summary>
public sealed class KafkaIngestBuilder
{
    private readonly IServiceCollection _services;
    private readonly HashSet<string> _topics = new(StringComparer.Ordinal);

    internal KafkaIngestBuilder(IServiceCollection services) => _services = services;

    /// <summary>The names of the topics that were added.</summary>
    public IReadOnlyCollection<string> Topics => _topics;

    /// <summary>Adds a topic whose records a function reads, and whose events go to each key's grain by a call of its own.</summary>
    /// <typeparam name="TEvent">What the topic's records mean.</typeparam>
    /// <param name="name">The topic's name. It is made, with the broker's defaults, where it is missing.</param>
    /// <param name="reader">Makes events of records, without keeping anything.</param>
    /// <param name="deliver">
    /// Delivers the events of a key to its grain. Where it throws <see cref="StateUnreadableException"/> the key's events wait; where it
    /// throws <see cref="UserErasedException"/> they are passed over; whatever else it throws has the partition begin again at its checkpoint.
    /// </param>
    /// <exception cref="InvalidOperationException">The topic was added before, or has the name of a dead-letter topic, or the other way round.</exception>
    public KafkaIngestBuilder AddTopic<TEvent>(string name, RecordReader<TEvent> reader, DeliverEvents<TEvent> deliver)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(deliver);
        return AddTopic(name, _ => new DelegateReader<TEvent>(reader), services => new GrainDeliveries<TEvent>(services.GetRequiredService<IClusterClient>(), deliver));
    }

    /// <summary>
    /// Adds a topic with a reader and a handler of its own, for instance a handler that brings the events of many keys to their
    /// silo in one message. Each topic has a dead-letter topic, checkpoints, pauses and Kafka clients of its own; a handler that
    /// fails stops no other topic.
    /// </summary>
    /// <typeparam name="TEvent">What the topic's records mean.</typeparam>
    /// <param name="name">The topic's name. It is made, with the broker's defaults, where it is missing.</param>
    /// <param name="reader">Makes a reader for each consumer of the topic.</param>
    /// <param name="handler">Makes the handler, once.</param>
    /// <param name="configure">Sets what is particular to the topic.</param>
    /// <exception cref="InvalidOperationException">The topic was added before, or has the name of a dead-letter topic, or the other way round.</exception>
    public KafkaIngestBuilder AddTopic<TEvent>(
        string name, Func<IServiceProvider, IRecordReader<TEvent>> reader, Func<IServiceProvider, IIngestHandler<TEvent>> handler, Action<IngestTopicOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(handler);
        var options = new IngestTopicOptions();
        configure?.Invoke(options);
        var topic = new IngestTopic(name, options.DeadLetterTopic ?? name + ".dlq", options.TopicId);
        Require(topic);
        _services.AddKeyedSingleton(name, topic);
        _services.AddKeyedSingleton(name, (s, _) => new TopicIdentity(s.GetRequiredService<KafkaClients>(), topic));
        _services.AddKeyedSingleton(name, (s, _) => new LogBounds(s.GetRequiredService<KafkaClients>(), topic));
        _services.AddKeyedSingleton(name, (s, _) => new DeadLetterTopic(s.GetRequiredService<KafkaClients>(), topic));
        _services.AddKeyedSingleton(name, (s, _) => new RedriveProofs(s.GetRequiredKeyedService<DeadLetterTopic>(name)));
        _services.AddKeyedSingleton(name, (s, _) => new DeadLetterQueue(topic, s.GetRequiredKeyedService<DeadLetterTopic>(name), s.GetRequiredService<KafkaClients>()));
        _services.AddKeyedSingleton<IDeadLetterWriter>(name, (s, _) => ActivatorUtilities.CreateInstance<DeadLetterProducer>(s, topic));
        _services.AddSingleton(s => ActivatorUtilities.CreateInstance<LetterErasure>(s, topic, s.GetRequiredKeyedService<DeadLetterTopic>(name)));
        AddReading(topic, reader);
        _services.AddKeyedSingleton(name, (s, _) => new TopicParts<TEvent>(
            topic, handler(s), s.GetRequiredKeyedService<IEventLog<TEvent>>(name), s.GetRequiredKeyedService<IDeadLetterWriter>(name)));
        _services.AddSingleton<ITopicIngest>(s => new TopicIngest<TEvent>(topic, s));
        _services.AddKeyedSingleton(name, (s, _) => new IngestRebuild<TEvent>(
            topic, s.GetRequiredService<IClusterClient>(), s.GetRequiredKeyedService<TopicIdentity>(name), s.GetRequiredKeyedService<Func<bool, WholeLog<TEvent>>>(name),
            s.GetRequiredService<CheckpointKeys>(), s.GetRequiredService<KafkaClients>()));
        return this;
    }

    /// <summary>
    /// Names in the log and in readiness what Kafka denies this process, as long as it does; <see cref="KafkaIngestServices.AddKafkaIngest"/>
    /// does so too. Called before the process' part in the cluster is added, it does so at once: hosted services start in the
    /// order of their adding, and a client of a cluster waits for its silos.
    /// </summary>
    public KafkaIngestBuilder WatchAccess()
    {
        if (_services.Any(service => service.ServiceType == typeof(AccessWatchMark)))
            return this;
        _services.AddSingleton<AccessWatchMark>();
        _services.AddHostedService(s => s.GetRequiredService<AccessWatch>());
        return this;
    }

    /// <summary>Lets readiness wait until this process first reads, by a check <c>partitions</c>: for a process that brings its Kafka along. A Kafka elsewhere that is away keeps no process from serving.</summary>
    public KafkaIngestBuilder WaitForFirstReading()
    {
        _services.AddHealthChecks().AddCheck<FirstReadingCheck>("partitions");
        return this;
    }

    private void AddReading<TEvent>(IngestTopic topic, Func<IServiceProvider, IRecordReader<TEvent>> reader)
    {
        var name = topic.Name;
        _services.AddKeyedSingleton(name, (s, _) => new LogReader<TEvent>(
            s.GetRequiredService<KafkaClients>(), topic, s.GetRequiredKeyedService<LogBounds>(name), reader(s), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<LogReader<TEvent>>>()));
        _services.AddKeyedSingleton(name, (s, _) => new RecordFetcher(s.GetRequiredService<KafkaClients>(), topic));
        _services.AddKeyedSingleton(name, (s, _) => new StretchReader<TEvent>(s.GetRequiredService<KafkaClients>(), topic, () => reader(s)));
        _services.AddKeyedSingleton(name, (s, _) => ActivatorUtilities.CreateInstance<StartOffsets>(s, topic));
        _services.AddKeyedSingleton(name, (s, _) => new KafkaEventLog<TEvent>(
            s.GetRequiredKeyedService<TopicIdentity>(name), s.GetRequiredKeyedService<StartOffsets>(name), s.GetRequiredKeyedService<LogReader<TEvent>>(name),
            s.GetRequiredKeyedService<RecordFetcher>(name), s.GetRequiredKeyedService<StretchReader<TEvent>>(name), s.GetRequiredKeyedService<RedriveProofs>(name)));
        _services.AddKeyedSingleton<IEventLog<TEvent>>(name, (s, _) => s.GetRequiredKeyedService<KafkaEventLog<TEvent>>(name));
        _services.AddKeyedSingleton<Func<bool, WholeLog<TEvent>>>(name, (s, _) => fromZero => new WholeLog<TEvent>(
            s.GetRequiredService<KafkaClients>(), topic, reader(s), s.GetRequiredKeyedService<RedriveProofs>(name), fromZero));
    }

    /// <summary>
    /// Has the silos count the dead letters of all topics: the maintenance task <c>dead-letters</c>, each hour. The process is a silo,
    /// which need not read the topics itself.
    /// </summary>
    public KafkaIngestBuilder ReportDeadLetters()
    {
        _services.AddSingleton<IMaintenanceTask>(s => new DeadLetterReportTask(() => Topics.Select(topic => s.GetRequiredKeyedService<DeadLetterQueue>(topic))));
        return this;
    }

    private void Require(IngestTopic topic)
    {
        if (!_topics.Add(topic.Name))
            throw new InvalidOperationException($"The topic {topic.Name} is added twice.");
        var others = _services.Where(service => service.IsKeyedService && service.ServiceType == typeof(IngestTopic)).Select(service => (IngestTopic)service.KeyedImplementationInstance!).Append(topic).ToList();
        if (others.FirstOrDefault(other => others.Any(one => one.Name == other.DeadLetterTopic)) is { } circle)
            throw new InvalidOperationException($"{circle.DeadLetterTopic}, the dead-letter topic of {circle.Name}, is read as well: each dead letter would be read as an event, and become a dead letter again without end.");
    }
}

/// <summary>Says that the watch has been added to what the host starts.</summary>
internal sealed class AccessWatchMark;
