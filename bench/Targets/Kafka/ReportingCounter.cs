using System.Globalization;
using System.Text.RegularExpressions;

namespace OrleansState.Bench.Targets.Kafka;

/// <summary>Peers that measure themselves and print one line.</summary>
internal static partial class ReportingCounter
{
    public const string Streams = "Kafka Streams exactly_once_v2";
    public const string RawRead = "raw .NET consume (no count)";

    private const string KafkaHome = "KAFKA_HOME";

    /// <summary>Kafka Streams on RocksDB, two threads; the class CountClicks of the distribution's <c>streams</c> folder.</summary>
    public static EventCounter CreateStreams() => new(Streams, IsSlow: false, async log =>
    {
        var home = Environment.GetEnvironmentVariable(KafkaHome);
        if (home is null || !File.Exists(Path.Combine(home, "streams", "libs", "count-clicks.jar")))
            throw new AbsentException($"{Streams}: {KafkaHome} has no streams/libs/count-clicks.jar.");
        await using var peer = await PeerProcess.StartAsync(
            Streams, "java",
            [
                "-cp", $"{home}/streams/libs/*:{home}/libs/*", $"-Dlog4j2.configurationFile={home}/log4j2.properties",
                "CountClicks", log.Bootstrap, log.Topic, "exactly_once_v2", "{dir}/state", $"{log.Events}",
            ]);
        await peer.Process.WaitForExitAsync();
        var said = StreamsResult().Match(peer.Process.LogTail());
        if (!said.Success || said.Groups[1].Value != $"{log.Events}")
            throw new WrongAnswerException($"{Streams} said: {peer.Process.LogTail()}");
        return new CountResult(log.Events / Seconds(said.Groups[3]), Seconds(said.Groups[2]));
    });

    public static EventCounter CreateRawRead() => new(RawRead, IsSlow: false, async log =>
    {
        var began = TimeProvider.System.GetTimestamp();
        var (host, arguments) = PeerProcess.DotNet("KafkaIncr", "read", log.Bootstrap, log.Topic, $"raw-{Guid.NewGuid():N}", $"{log.Events}");
        await using var peer = await PeerProcess.StartAsync(RawRead, host, arguments);
        await peer.Process.WaitForExitAsync();
        var said = RawResult().Match(peer.Process.LogTail());
        if (!said.Success)
            throw new WrongAnswerException($"{RawRead} said: {peer.Process.LogTail()}");
        return new CountResult(log.Events / Seconds(said.Groups[1]), TimeProvider.System.GetElapsedTime(began).TotalSeconds, log.Events / 3.0 / Seconds(said.Groups[2]));
    });

    private static double Seconds(Group text) => double.Parse(text.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"counted (\d+) in ([\d.]+) s from start, ([\d.]+) s from the first count")]
    private static partial Regex StreamsResult();

    [GeneratedRegex(@"read \d+ in ([\d.]+) s, the last third in ([\d.]+) s")]
    private static partial Regex RawResult();
}
