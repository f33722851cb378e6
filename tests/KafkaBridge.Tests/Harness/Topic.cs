using System.Buffers.Binary;
using System.Text;
using Confluent.Kafka;
using OrleansState.Kafka;
using OrleansState.LocalCluster.Kafka;
using OrleansState.TestServers;

namespace OrleansState.KafkaBridge.Tests.Harness;

/// <summary>A topic of a test's own on the real broker, and the dead-letter topic beside it.</summary>
internal sealed class Topic : IDisposable
{
    private readonly KafkaFixture _kafka;
    private readonly IProducer<byte[]?, byte[]?> _producer;

    private Topic(KafkaFixture kafka, string name)
    {
        (_kafka, Name) = (kafka, name);
        _producer = new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers, Acks = Acks.All, EnableIdempotence = true, MessageMaxBytes = 8_000_000, QueueBufferingMaxMessages = 500_000 }).Build();
    }

    public string Name { get; }

    public string DeadLetters => Name + ".dlq";

    public static async Task<Topic> CreateAsync(KafkaFixture kafka, int partitions = 2) => new(kafka, await kafka.CreateTopicAsync(partitions, "events"));

    /// <summary>With settings of its own, for instance to take timestamps that the broker refuses by itself; and with a dead-letter topic as the broker makes one.</summary>
    public static async Task<Topic> CreateAsync(KafkaFixture kafka, IReadOnlyDictionary<string, string> settings, int partitions = 1, IReadOnlyDictionary<string, string>? deadLetters = null)
    {
        var name = $"events-{Guid.NewGuid():N}";
        await KafkaTopics.CreateAsync(kafka.BootstrapServers, name, partitions, settings);
        var topic = new Topic(kafka, name);
        await KafkaTopics.CreateAsync(kafka.BootstrapServers, topic.DeadLetters, 1, deadLetters);
        return topic;
    }

    public Task<DeliveryResult<byte[]?, byte[]?>> ClickAsync(string userId, string action = "click", int partition = 0) =>
        SendAsync($$"""{"user_id":"{{userId}}","action":"{{action}}"}""", partition);

    public Task<DeliveryResult<byte[]?, byte[]?>> SendAsync(string? value, int partition = 0, string? key = null, params (string Name, string Value)[] headers)
    {
        var message = new Message<byte[]?, byte[]?> { Key = Bytes(key), Value = Bytes(value), Headers = [] };
        foreach (var (name, text) in headers)
            message.Headers.Add(name, Encoding.UTF8.GetBytes(text));
        return _producer.ProduceAsync(new TopicPartition(Name, partition), message, TestContext.Current.CancellationToken);
    }

    /// <summary>A record as it is.</summary>
    public Task<DeliveryResult<byte[]?, byte[]?>> SendRecordAsync(Message<byte[]?, byte[]?> message) =>
        _producer.ProduceAsync(new TopicPartition(Name, 0), message, TestContext.Current.CancellationToken);

    /// <summary>Clicks of one user in a transaction, which ends in a record of its own that nobody is given.</summary>
    /// <param name="userId">Whose clicks.</param>
    /// <param name="clicks">How many.</param>
    /// <param name="commits">False: the transaction is aborted, and the clicks never were.</param>
    public void ClickInTransaction(string userId, int clicks, bool commits = true)
    {
        var patience = Eventually.Patience;
        using var producer = new ProducerBuilder<Null, byte[]?>(new ProducerConfig { BootstrapServers = _kafka.BootstrapServers, TransactionalId = Guid.NewGuid().ToString() }).Build();
        producer.InitTransactions(patience);
        producer.BeginTransaction();
        for (var i = 0; i < clicks; i++)
            producer.Produce(new TopicPartition(Name, 0), new Message<Null, byte[]?> { Value = Bytes($$"""{"user_id":"{{userId}}","action":"click"}""") });
        producer.Flush(patience);
        if (commits)
            producer.CommitTransaction(patience);
        else
            producer.AbortTransaction(patience);
    }

    /// <summary>Deletes the records of a partition below an offset, as retention does.</summary>
    public async Task DeleteRecordsAsync(int partition, long before)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = _kafka.BootstrapServers }).Build();
        await admin.DeleteRecordsAsync([new TopicPartitionOffset(Name, partition, before)]);
    }

    /// <summary>So many clicks of users 0, 1, 2 …, in turn.</summary>
    public void Fill(int clicks, int users, int partition = 0)
    {
        var faults = 0;
        for (var i = 0; i < clicks; i++)
        {
            _producer.Produce(
                new TopicPartition(Name, partition), new Message<byte[]?, byte[]?> { Value = Bytes($$"""{"user_id":{{i % users}},"action":"click"}""") },
                report => _ = report.Error.IsError ? Interlocked.Increment(ref faults) : 0);
        }

        _producer.Flush(TestContext.Current.CancellationToken);
        Assert.Equal(0, faults);
    }

    /// <summary>
    /// The dead letters, one of each origin, once there are this many; a further one fails the test. A bridge that had to
    /// begin anew, as one may on a busy machine, writes some of them again.
    /// </summary>
    public IReadOnlyList<ConsumeResult<byte[]?, byte[]?>> ReadDeadLetters(int count)
    {
        var read = ReadAllDeadLetters(all => Distinct(all).Count() >= count, $"{count} dead letters");
        var letters = Distinct(read).ToList();
        Assert.Equal(count, letters.Count);
        return letters;

        static IEnumerable<ConsumeResult<byte[]?, byte[]?>> Distinct(IEnumerable<ConsumeResult<byte[]?, byte[]?>> all) =>
            all.DistinctBy(letter => DeadLetterHeaders.Find(letter.Message.Headers, DeadLetterHeaders.Origin) ?? letter.TopicPartitionOffset.ToString());
    }

    /// <summary>All that lies in the dead-letter topic, once it is enough.</summary>
    public IReadOnlyList<ConsumeResult<byte[]?, byte[]?>> ReadAllDeadLetters(Func<IReadOnlyList<ConsumeResult<byte[]?, byte[]?>>, bool> isEnough, string what)
    {
        using var consumer = new ConsumerBuilder<byte[]?, byte[]?>(new ConsumerConfig
        {
            BootstrapServers = _kafka.BootstrapServers,
            GroupId = Guid.NewGuid().ToString(),
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnablePartitionEof = true,
        }).Build();
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var partitions = admin.GetMetadata(DeadLetters, Eventually.Patience).Topics.Single().Partitions.Select(p => new TopicPartition(DeadLetters, p.PartitionId)).ToList();
        consumer.Assign(partitions.Select(partition => new TopicPartitionOffset(partition, Offset.Beginning)));
        var read = new List<ConsumeResult<byte[]?, byte[]?>>();
        var ended = new HashSet<TopicPartition>();
        while (ended.Count < partitions.Count || !isEnough(read))
        {
            var letter = consumer.Consume(Eventually.Patience) ?? throw new TimeoutException($"Did not come: {what}; {read.Count} letters did.");
            if (letter.IsPartitionEOF)
            {
                ended.Add(letter.TopicPartition);
                continue;
            }

            ended.Remove(letter.TopicPartition);
            read.Add(letter);
        }

        return read;
    }

    /// <summary>What the group has committed to Kafka, as lag tools see it.</summary>
    public long Committed(string group, int partition)
    {
        using var consumer = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig { BootstrapServers = _kafka.BootstrapServers, GroupId = group }).Build();
        return consumer.Committed([new TopicPartition(Name, partition)], Eventually.Patience).Single().Offset.Value;
    }

    /// <summary>Commits in the name of a group, as whoever read the topic before the bridge did.</summary>
    public void Commit(string group, int partition, long offset)
    {
        using var consumer = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig { BootstrapServers = _kafka.BootstrapServers, GroupId = group }).Build();
        consumer.Commit([new TopicPartitionOffset(Name, partition, offset)]);
    }

    /// <summary>How often this group has committed, out of the log that Kafka itself keeps of all commits.</summary>
    public int Commits(string group)
    {
        const string Log = "__consumer_offsets";
        using var consumer = new ConsumerBuilder<byte[]?, Ignore>(new ConsumerConfig { BootstrapServers = _kafka.BootstrapServers, GroupId = Guid.NewGuid().ToString() }).Build();
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var commits = 0;
        foreach (var partition in admin.GetMetadata(Log, Eventually.Patience).Topics.Single().Partitions)
        {
            var place = new TopicPartition(Log, partition.PartitionId);
            var end = consumer.QueryWatermarkOffsets(place, Eventually.Patience).High.Value;
            consumer.Assign(new TopicPartitionOffset(place, 0));
            for (var next = 0L; next < end;)
            {
                var record = consumer.Consume(Eventually.Patience) ?? throw new TimeoutException($"{next} of {end} records of {place} came.");
                next = record.Offset.Value + 1;
                if (IsCommitOf(record.Message.Key, group))
                    commits++;
            }
        }

        return commits;
    }

    public void Dispose() => _producer.Dispose();

    /// <summary>The key of a commit: a version below 2, the group with its length, topic and partition.</summary>
    private static bool IsCommitOf(byte[]? key, string group) =>
        key is [0, 0 or 1, _, _, ..] && BinaryPrimitives.ReadInt16BigEndian(key.AsSpan(2)) == group.Length && key.AsSpan(4, group.Length).SequenceEqual(Encoding.ASCII.GetBytes(group));

    private static byte[]? Bytes(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);
}
