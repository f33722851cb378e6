using System.Globalization;
using Confluent.Kafka;

namespace OrleansState.Bench.Targets.Kafka;

/// <summary>Events at a steady rate, whatever becomes of them: an open loop. Users take turns, and so do the partitions.</summary>
internal static class SteadyLoad
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    /// <summary>Writes until <paramref name="end"/>, and returns what was written when all of it is in the log.</summary>
    /// <exception cref="WrongAnswerException">Kafka did not take an event.</exception>
    public static Task<EventLog> WriteAsync(string bootstrap, string topic, int users, int perSecond, CancellationToken end) => Task.Run(async () =>
    {
        var faults = 0;
        var expected = new int[users];
        using var producer = EventProducer.Open(bootstrap, lingerMilliseconds: 1);
        await OpenLoop.RunAsync(perSecond, Tick, sent => Write((int)(sent % users)), end);
        producer.Flush(CancellationToken.None);
        return faults == 0 ? new EventLog(bootstrap, topic, expected) : throw new WrongAnswerException($"{faults} events could not be written to Kafka.");

        void Write(int user)
        {
            expected[user]++;
            producer.Produce(
                new TopicPartition(topic, user % EventProducer.Partitions), EventProducer.Event(user.ToString(CultureInfo.InvariantCulture)),
                report => _ = report.Error.IsError ? Interlocked.Increment(ref faults) : 0);
        }
    }, CancellationToken.None);
}
