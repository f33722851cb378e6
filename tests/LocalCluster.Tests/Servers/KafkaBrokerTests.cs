using Confluent.Kafka;
using OrleansState.TestServers;

namespace OrleansState.LocalCluster.Tests.Servers;

public sealed class KafkaBrokerTests(KafkaFixture kafka)
{
    [Fact]
    public async Task A_produced_record_is_read_back_after_kill_9_and_a_restart()
    {
        var topic = await kafka.CreateTopicAsync(partitions: 3);
        using (var producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers, Acks = Acks.All }).Build())
            await producer.ProduceAsync(topic, new Message<string, string> { Key = "k", Value = "v" }, TestContext.Current.CancellationToken);

        kafka.Broker.Kill();
        await kafka.Broker.RestartAsync(TestContext.Current.CancellationToken);

        using var consumer = new ConsumerBuilder<string, string>(
            new ConsumerConfig { BootstrapServers = kafka.BootstrapServers, GroupId = topic, AutoOffsetReset = AutoOffsetReset.Earliest }).Build();
        consumer.Subscribe(topic);
        var record = consumer.Consume(Eventually.Patience);
        Assert.Equal("v", record?.Message.Value);
    }
}
