using System.Net;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace OrleansState.Embedded.Kafka;

/// <summary>
/// A Kafka to try things with: librdkafka's mock cluster. It speaks the real protocol to any client, has four partitions a
/// topic, keeps records in memory only and only the newest few megabytes of a partition, and is gone with the process.
/// </summary>
public sealed partial class EmbeddedKafka : IDisposable
{
    /// <summary>Where it is found as long as nobody else is there, so that what is typed once can be typed again.</summary>
    public const int UsualPort = 19092;

    private const int Partitions = 4;
    private const int Broker = 1;

    private readonly nint _client;
    private readonly nint _cluster;
    private readonly Forwarder? _forwarder;
    private bool _ended;

    private EmbeddedKafka(nint client, nint cluster, IPEndPoint listens, int usualPort)
    {
        (_client, _cluster) = (client, cluster);
        // The mock chooses its port itself and can't be given one, but it can be told what to name to clients.
        _forwarder = Forwarder.TryStart(usualPort, listens);
        var port = _forwarder is null ? listens.Port : usualPort;
        MockCluster.Advertise(cluster, Broker, $"{IPAddress.Loopback}", port);
        BootstrapServers = $"{IPAddress.Loopback}:{port}";
    }

    /// <summary><c>127.0.0.1:19092</c>, or a free port where that one is taken.</summary>
    public string BootstrapServers { get; }

    /// <summary>Names its log, since it gives topics no ids: what it holds goes with this process, and the next one has another log.</summary>
    public string LogId { get; } = $"embedded-{Guid.NewGuid():N}";

    /// <param name="topics">Topics that are there from the start; others come when a client first names them.</param>
    /// <exception cref="EmbeddedStartException">It did not come up.</exception>
    public static EmbeddedKafka Start(params ReadOnlySpan<string> topics) => Start(UsualPort, topics);

    /// <param name="usualPort">Another one, in tests.</param>
    /// <param name="topics">As above.</param>
    internal static EmbeddedKafka Start(int usualPort, params ReadOnlySpan<string> topics)
    {
        foreach (var topic in topics)
        {
            if (!TopicName().IsMatch(topic))
                throw new EmbeddedStartException($"the embedded Kafka did not start: \"{topic}\" is no name of a topic (1 to 249 of a-z, A-Z, 0-9, '.', '_' and '-')");
        }

        var kafka = StartCluster(usualPort);
        foreach (var topic in topics)
        {
            if (MockCluster.CreateTopic(kafka._cluster, topic, Partitions, replicas: 1) is not 0 and var error)
            {
                kafka.Dispose();
                throw new EmbeddedStartException($"the embedded Kafka did not start: it gave topic {topic} the error {error}");
            }
        }

        return kafka;
    }

    public void Dispose()
    {
        if (_ended)
            return;
        _ended = true;
        _forwarder?.Dispose();
        MockCluster.End(_cluster);
        MockCluster.EndClient(_client);
    }

    private static EmbeddedKafka StartCluster(int usualPort)
    {
        try
        {
            var settings = MockCluster.NewSettings();
            // It has nobody to connect to and would say so on standard error.
            _ = MockCluster.Set(settings, "log_level", "0", 0, 0);
            var client = MockCluster.NewClient(MockCluster.Producer, settings, 0, 0);
            var cluster = client == 0 ? 0 : MockCluster.New(client, brokers: 1);
            if (cluster == 0)
                throw new EmbeddedStartException("the embedded Kafka did not start: librdkafka has no mock cluster for it");
            // A group's first member need not wait three seconds for others.
            MockCluster.SetInitialRebalanceDelay(cluster, 0);
            return new EmbeddedKafka(client, cluster, IPEndPoint.Parse(Marshal.PtrToStringUTF8(MockCluster.Addresses(cluster))!), usualPort);
        }
        catch (DllNotFoundException fault)
        {
            throw new EmbeddedStartException($"the embedded Kafka did not start: {fault.Message.Split('\n')[0]}", fault);
        }
    }

    [GeneratedRegex(@"^[a-zA-Z0-9._-]{1,249}\z")]
    private static partial Regex TopicName();
}
