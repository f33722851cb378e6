using System.Text;
using Confluent.Kafka;
using OrleansState.Kafka.Publishing;
using OrleansState.KafkaBridge.Tests.Harness;
using OrleansState.TestServers;

namespace OrleansState.KafkaBridge.Tests.Publishing;

public sealed class KeyPartitionTests(KafkaFixture kafka)
{
    /// <summary>Values of Kafka's own test of Utils.murmur2, without their sign.</summary>
    [Theory]
    [InlineData("21", -973932308)]
    [InlineData("foobar", -790332482)]
    [InlineData("a-little-bit-long-string", -985981536)]
    [InlineData("a-little-bit-longer-string", -1486304829)]
    [InlineData("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971)]
    [InlineData("abc", 479470107)]
    public void It_is_the_hash_of_Kafka_s_Java_producers(string key, int murmur2) =>
        Assert.Equal((murmur2 & 0x7fffffff) % int.MaxValue, KeyPartition.Of(Encoding.ASCII.GetBytes(key), int.MaxValue));

    [Fact]
    public async Task The_producer_of_events_puts_each_key_where_it_is_looked_for()
    {
        const int Partitions = 7;
        var topic = await kafka.CreateTopicAsync(Partitions, "keys");
        using var producer = KafkaParts.Clients(kafka.BootstrapServers).EventProducer();
        var keys = Enumerable.Range(0, 200).Select(i => Encoding.UTF8.GetBytes(new string('x', i % 9) + i + (i % 3 == 0 ? "\u00e4" : ""))).ToList();

        var written = await Task.WhenAll(keys.Select(key => producer.ProduceAsync(topic, new Message<byte[]?, byte[]?> { Key = key, Value = [] }, TestContext.Current.CancellationToken)));

        Assert.Equal(keys.Select(key => KeyPartition.Of(key, Partitions)), written.Select(report => report.Partition.Value));
        Assert.Equal(Partitions, written.Select(report => report.Partition.Value).Distinct().Count());
    }
}
