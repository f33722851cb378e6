using System.Text;
using Confluent.Kafka;
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
        _producer = new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers, Acks = Acks.All, MessageMaxBytes = 8_000_000 }).Build();
    }

    public string Name { get; }

    public string DeadLetters => Name + ".dlq";

    public static async Task<Topic> CreateAsync(KafkaFixture kafka, int partitions = 2) => new(kafka, await kafka.CreateTopicAsync(partitions, "events"));

    public Task<DeliveryResult<byte[]?, byte[]?>> ClickAsync(string userId, string action = "click", int partition = 0) =>
        SendAsync($$"""{"user_id":"{{userId}}","action":"{{action}}"}""", partition);

    public Task<DeliveryResult<byte[]?, byte[]?>> SendAsync(string? value, int partition = 0, string? key = null, params (string Name, string Value)[] headers)
    {
        var message = new Message<byte[]?, byte[]?> { Key = Bytes(key), Value = Bytes(value), Headers = [] };
        foreach (var (name, text) in headers)
            message.Headers.Add(name, Encoding.UTF8.GetBytes(text));
        return _producer.ProduceAsync(new TopicPartition(Name, partition), message, TestContext.Current.CancellationToken);
    }

    /// <summary>The dead letters, once there are this many; a further one fails the test.</summary>
    public IReadOnlyList<ConsumeResult<byte[]?, byte[]?>> ReadDeadLetters(int count)
    {
        using var consumer = new ConsumerBuilder<byte[]?, byte[]?>(new ConsumerConfig
        {
            BootstrapServers = _kafka.BootstrapServers,
            GroupId = Guid.NewGuid().ToString(),
            AutoOffsetReset = AutoOffsetReset.Earliest,
        }).Build();
        consumer.Subscribe(DeadLetters);
        var read = new List<ConsumeResult<byte[]?, byte[]?>>();
        while (read.Count < count)
            read.Add(consumer.Consume(TimeSpan.FromSeconds(30)) ?? throw new TimeoutException($"{read.Count} of {count} dead letters came."));
        foreach (var partition in consumer.Assignment)
            Assert.Equal(consumer.QueryWatermarkOffsets(partition, TimeSpan.FromSeconds(10)).High.Value, read.Where(r => r.TopicPartition == partition).Select(r => r.Offset.Value + 1).LastOrDefault());
        return read;
    }

    /// <summary>What the group has committed to Kafka, as lag tools see it.</summary>
    public long Committed(string group, int partition)
    {
        using var consumer = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig { BootstrapServers = _kafka.BootstrapServers, GroupId = group }).Build();
        return consumer.Committed([new TopicPartition(Name, partition)], TimeSpan.FromSeconds(10)).Single().Offset.Value;
    }

    public void Dispose() => _producer.Dispose();

    private static byte[]? Bytes(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);
}
