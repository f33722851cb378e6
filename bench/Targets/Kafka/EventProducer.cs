using System.Globalization;
using System.Text;
using Confluent.Kafka;
using OrleansState.LocalCluster.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace OrleansState.Bench.Targets.Kafka;

/// <summary>Writes events as the usual stack does: the user id as key, JSON as value.</summary>
internal static class EventProducer
{
    public const int Partitions = 8;

    public static IProducer<byte[], byte[]> Open(string bootstrap, double lingerMilliseconds = 20) =>
        new ProducerBuilder<byte[], byte[]>(new ProducerConfig
        {
            BootstrapServers = bootstrap,
            Acks = Acks.Leader,
            LingerMs = lingerMilliseconds,
            BatchSize = 512 * 1024,
            QueueBufferingMaxMessages = 500_000,
            Partitioner = Partitioner.Murmur2Random,
        }).Build();

    public static Message<byte[], byte[]> Event(string userId) => new()
    {
        Key = Encoding.ASCII.GetBytes(userId),
        Value = Encoding.ASCII.GetBytes($$"""{"user_id":"{{userId}}","action":"click"}"""),
    };

    public static async Task<EventLog> FillAsync(KafkaBroker broker, string topic, int events, UserDistribution users)
    {
        await broker.CreateTopicAsync(topic, Partitions);
        var expected = new int[users.Users];
        var faults = 0;
        using var producer = Open(broker.BootstrapServers);
        for (var i = 0; i < events; i++)
        {
            var user = users.Next();
            expected[user]++;
            Produce(producer, topic, Event(user.ToString(CultureInfo.InvariantCulture)), () => Interlocked.Increment(ref faults));
        }

        producer.Flush(CancellationToken.None);
        return faults == 0 ? new EventLog(broker.BootstrapServers, topic, expected)
            : throw new WrongAnswerException($"{faults} events could not be written to Kafka.");
    }

    private static void Produce(IProducer<byte[], byte[]> producer, string topic, Message<byte[], byte[]> message, Action failed)
    {
        while (true)
        {
            try
            {
                producer.Produce(topic, message, report =>
                {
                    if (report.Error.IsError)
                        failed();
                });
                return;
            }
            catch (ProduceException<byte[], byte[]> full) when (full.Error.Code is ErrorCode.Local_QueueFull)
            {
                producer.Poll(TimeSpan.FromMilliseconds(10));
            }
        }
    }
}
