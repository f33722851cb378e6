using System.Text.RegularExpressions;
using Confluent.Kafka;
using OrleansState.Hosting.Kafka;
using OrleansState.Hosting.Settings;
using OrleansState.Kafka;

namespace OrleansState.KafkaBridge;

/// <summary>
/// Tries what is set under <c>Kafka:Client</c>, without a broker, before anything is started, and says of what a client does
/// not take what was probably meant.
/// </summary>
internal static partial class KafkaClientTrial
{
    /// <summary>What Kafka's Java clients call things that librdkafka has another way for.</summary>
    private static readonly Dictionary<string, string> JavaNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sasl.jaas.config"] = "sasl.username and sasl.password",
        ["ssl.truststore.location"] = "ssl.ca.location, a PEM file",
        ["ssl.truststore.certificates"] = "ssl.ca.pem",
        ["ssl.truststore.type"] = "ssl.ca.location, a PEM file",
        ["ssl.truststore.password"] = "ssl.ca.location, a PEM file without a password",
        ["ssl.keystore.certificate.chain"] = "ssl.certificate.pem",
        ["ssl.keystore.key"] = "ssl.key.pem",
        ["ssl.keystore.type"] = "ssl.keystore.location, a PKCS#12 file",
        ["max.block.ms"] = "message.timeout.ms",
        ["buffer.memory"] = "queue.buffering.max.kbytes",
        ["max.poll.records"] = "queued.min.messages",
        ["default.api.timeout.ms"] = "socket.timeout.ms",
        ["request.timeout.ms"] = "socket.timeout.ms",
    };

    /// <exception cref="BadSettingException">The client does not take one of them.</exception>
    public static void Require(KafkaOptions options)
    {
        if (options.Client.Count == 0)
            return;
        var tried = new KafkaIngestOptions();
        BridgeServices.Apply(options, tried);
        try
        {
            tried.TryClients();
        }
        catch (Exception refusal) when (refusal is InvalidOperationException or ArgumentException or KafkaException)
        {
            throw new BadSettingException(Explain(options.Client, refusal.Message), refusal);
        }
    }

    private static string Explain(Dictionary<string, string> client, string words)
    {
        var isNone = words.StartsWith("No such configuration property", StringComparison.Ordinal) || words.StartsWith("Java ", StringComparison.Ordinal);
        var name = client.Keys.Where(key => words.Contains(key, StringComparison.OrdinalIgnoreCase)).MaxBy(key => key.Length)
            ?? client.Keys.FirstOrDefault(key => isNone && JavaNames.ContainsKey(key));
        return (name, isNone) switch
        {
            (null, _) => $"Kafka:Client: {words}",
            (_, true) => $"Kafka:Client:{name} is no property of librdkafka, whose names these are; {Suggest(name)}.",
            _ => $"Kafka:Client:{name}: {words}",
        };
    }

    private static string Suggest(string name) =>
        JavaNames.TryGetValue(name, out var other) ? $"what Java clients call so is {other}" : $"the nearest is {Spelling.Nearest(name, Names()).Word}";

    /// <summary>The names that the client's own option classes have, written as librdkafka writes them.</summary>
    private static IEnumerable<string> Names() => new[] { typeof(ClientConfig), typeof(ConsumerConfig), typeof(ProducerConfig) }
        .SelectMany(type => type.GetProperties()).Where(property => property.CanWrite && property.GetIndexParameters() is [])
        .Select(property => Word().Replace(property.Name, ".$0").TrimStart('.').ToLowerInvariant()).Distinct();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Word();
}
