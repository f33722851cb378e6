using Confluent.Kafka;
using OrleansState.Embedded.Kafka;
using OrleansState.Kafka.Log;
using OrleansState.Kafka.Topics;
using OrleansState.KafkaBridge.Tests.Harness;
using OrleansState.TestServers;

namespace OrleansState.KafkaBridge.Tests.Log;

public sealed class LogBoundsTests(KafkaFixture kafka)
{
    [Fact]
    public async Task A_log_ends_where_the_last_transaction_does_and_begins_where_retention_has_come()
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 2);
        for (var click = 0; click < 3; click++)
            await topic.ClickAsync("1");
        topic.ClickInTransaction("1", 1);
        await topic.DeleteRecordsAsync(0, before: 2);
        topic.Commit(topic.Name, 0, 4);
        using var bounds = Create(kafka.BootstrapServers, topic.Name);

        Assert.Equal((2, 5), await bounds.OfAsync(0));
        Assert.Equal(new Dictionary<int, long> { [0] = 5, [1] = 0 }, await bounds.EndsAsync([0, 1]));
        Assert.Equal(4, await bounds.CommittedAsync(0));
        Assert.Null(await bounds.CommittedAsync(1));
    }

    [Fact]
    public async Task The_Kafka_that_a_standalone_process_brings_along_answers_too()
    {
        using var embedded = EmbeddedKafka.Start("events");
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = embedded.BootstrapServers }).Build();
        await producer.ProduceAsync(new TopicPartition("events", 1), new Message<Null, string> { Value = "1" }, TestContext.Current.CancellationToken);
        using var bounds = Create(embedded.BootstrapServers, "events");

        Assert.Equal(new Dictionary<int, long> { [0] = 0, [1] = 1 }, await bounds.EndsAsync([0, 1]));
        Assert.Equal((0, 1), await bounds.OfAsync(1));
    }

    private static LogBounds Create(string bootstrapServers, string topic) =>
        new(KafkaParts.Clients(bootstrapServers, topic), new IngestTopic(topic, topic + ".dlq", null));
}
