using System.Net;
using System.Net.Sockets;
using System.Text;
using Confluent.Kafka;
using OrleansState.Embedded;
using OrleansState.Embedded.Kafka;

namespace OrleansState.KafkaBridge.Tests;

/// <summary>The Kafka that the standalone Api brings along is found where it was found the last time.</summary>
public sealed class EmbeddedKafkaTests
{
    private const string Name = "events";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Each_start_is_at_the_usual_port_and_serves_there()
    {
        var port = FreePort();
        for (var start = 0; start < 2; start++)
        {
            using var kafka = EmbeddedKafka.Start(port, Name);
            Assert.Equal($"127.0.0.1:{port}", kafka.BootstrapServers);
            await ServesAsync(kafka, port);
        }
    }

    [Fact]
    public async Task Where_the_usual_port_is_taken_it_is_at_another()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = ((IPEndPoint)other.LocalEndpoint).Port;

        using var kafka = EmbeddedKafka.Start(taken, Name);

        var port = IPEndPoint.Parse(kafka.BootstrapServers).Port;
        Assert.NotEqual(taken, port);
        await ServesAsync(kafka, port);
    }

    [Theory]
    [InlineData("")]
    [InlineData("of two words")]
    [InlineData("ends with\n")]
    public void A_topic_that_no_Kafka_has_is_told_in_a_sentence(string topic)
    {
        var fault = Assert.Throws<EmbeddedStartException>(() => EmbeddedKafka.Start(FreePort(), topic));

        Assert.Contains("no name of a topic", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>A client that is told of no other address writes and reads.</summary>
    private static async Task ServesAsync(EmbeddedKafka kafka, int port)
    {
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        using var admin = new DependentAdminClientBuilder(producer.Handle).Build();
        var metadata = admin.GetMetadata(Name, Patience);
        Assert.Equal(port, Assert.Single(metadata.Brokers).Port);
        Assert.Equal(4, Assert.Single(metadata.Topics).Partitions.Count);
        var written = await producer.ProduceAsync(new TopicPartition(Name, 2), new Message<Null, byte[]> { Value = "one"u8.ToArray() }, TestContext.Current.CancellationToken);

        using var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig { BootstrapServers = kafka.BootstrapServers, GroupId = "readers" }).Build();
        consumer.Assign(written.TopicPartitionOffset);
        Assert.Equal("one", Encoding.UTF8.GetString(consumer.Consume(Patience).Message.Value));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
