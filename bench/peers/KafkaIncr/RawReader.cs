using Confluent.Kafka;

namespace OrleansState.Bench.KafkaIncr;

/// <summary>Reads every record and does nothing with it.</summary>
internal static class RawReader
{
    public static int Run(IConsumer<Ignore, byte[]> consumer, long expected)
    {
        consumer.Consume(CancellationToken.None);
        var began = TimeProvider.System.GetTimestamp();
        var late = began;
        for (var read = 1L; read < expected; read++)
        {
            if (read == expected * 2 / 3)
                late = TimeProvider.System.GetTimestamp();
            consumer.Consume(CancellationToken.None);
        }

        var (seconds, lastThird) = (TimeProvider.System.GetElapsedTime(began).TotalSeconds, TimeProvider.System.GetElapsedTime(late).TotalSeconds);
        Console.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"read {expected} in {seconds:0.0000} s, the last third in {lastThird:0.0000} s"));
        consumer.Close();
        return 0;
    }
}
