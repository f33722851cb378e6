using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace OrleansState.LocalCluster.Kafka;

/// <summary>Asks a broker whether it serves and whether it is the one that was started: another may have won the port.</summary>
internal sealed class KafkaPing(string bootstrapServers, string clusterId) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly IAdminClient _admin = Admin(bootstrapServers);

    /// <summary>An admin client that keeps its failed attempts to connect to itself.</summary>
    public static IAdminClient Admin(string bootstrapServers) =>
        new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrapServers, ReconnectBackoffMs = 50, ReconnectBackoffMaxMs = 250 })
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, _) => { })
            .Build();

    public async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            // librdkafka ends the process over a description without a broker, which one gives that is not registered yet.
            if ((await Task.Run(() => _admin.GetMetadata(Patience), cancellationToken)).Brokers.Count == 0)
                return false;
            var cluster = await _admin.DescribeClusterAsync(new DescribeClusterOptions { RequestTimeout = Patience });
            return cluster.ClusterId == clusterId && cluster.Nodes.Count > 0;
        }
        catch (KafkaException)
        {
            return false;
        }
    }

    public void Dispose() => _admin.Dispose();
}
