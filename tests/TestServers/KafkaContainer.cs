using OrleansState.LocalCluster.Kafka;
using OrleansState.LocalCluster.Processes;

namespace OrleansState.TestServers;

/// <summary>One real Kafka broker in a container, reachable from this machine only, and gone with its data when disposed.</summary>
internal sealed class KafkaContainer : IAsyncDisposable
{
    /// <summary>The image of docker-compose.yml, which a test compares.</summary>
    public const string Image = "apache/kafka:4.3.1";

    private const int MaxPortAttempts = 5;
    private const int InnerPort = 29092;
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private readonly Docker _docker;
    private readonly string _id;

    private KafkaContainer(Docker docker, string id, int port) => (_docker, _id, BootstrapServers) = (docker, id, Address(port));

    public string BootstrapServers { get; }

    /// <summary>Whether the broker at this address serves, and is the one of this cluster id.</summary>
    public static async Task<bool> AnswersAsync(string bootstrapServers, string clusterId)
    {
        using var ping = new KafkaPing(bootstrapServers, clusterId);
        return await ping.AnswersAsync(CancellationToken.None);
    }

    /// <param name="docker">The program.</param>
    /// <param name="answers">Whether the broker at this address, of this cluster id, serves.</param>
    /// <returns>Null: no engine answers.</returns>
    /// <exception cref="ServerStartException">The engine did not start it, or it does not serve.</exception>
    public static async Task<KafkaContainer?> TryStartAsync(Docker docker, Func<string, string, Task<bool>> answers)
    {
        if (!await docker.HasEngineAsync())
            return null;
        var clusterId = KafkaFiles.NewClusterId();
        var container = await RunAsync(docker, clusterId);
        var began = TimeProvider.System.GetTimestamp();
        while (!await answers(container.BootstrapServers, clusterId))
        {
            if (TimeProvider.System.GetElapsedTime(began) > StartPatience)
                await container.FailAsync();
            await Task.Delay(BetweenLooks, TimeProvider.System);
        }

        return container;
    }

    public async ValueTask DisposeAsync() => await _docker.RunAsync("rm", "--force", "--volumes", _id);

    private static async Task<KafkaContainer> RunAsync(Docker docker, string clusterId)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort.Next();
            var (exitCode, output, errors) = await docker.RunAsync(Arguments(port, clusterId));
            if (exitCode == 0)
                return new KafkaContainer(docker, output, port);
            if (attempt == MaxPortAttempts || !errors.Contains("already", StringComparison.OrdinalIgnoreCase))
                throw new ServerStartException($"docker did not start {Image}: {errors}");
        }
    }

    /// <summary>The compose file's broker with the settings that one of KAFKA_HOME gets for tests.</summary>
    private static string[] Arguments(int port, string clusterId) =>
    [
        "run", "--detach", "--rm", "--publish", $"127.0.0.1:{port}:{InnerPort}",
        .. new[]
        {
            $"CLUSTER_ID={clusterId}",
            "KAFKA_NODE_ID=1",
            "KAFKA_PROCESS_ROLES=broker,controller",
            "KAFKA_CONTROLLER_QUORUM_VOTERS=1@localhost:9093",
            "KAFKA_CONTROLLER_LISTENER_NAMES=CONTROLLER",
            $"KAFKA_LISTENERS=CLUSTER://:9092,CONTROLLER://:9093,MACHINE://:{InnerPort}",
            $"KAFKA_ADVERTISED_LISTENERS=CLUSTER://localhost:9092,MACHINE://{Address(port)}",
            "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP=CLUSTER:PLAINTEXT,CONTROLLER:PLAINTEXT,MACHINE:PLAINTEXT",
            "KAFKA_INTER_BROKER_LISTENER_NAME=CLUSTER",
            "KAFKA_NUM_PARTITIONS=8",
            "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR=1",
            "KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS=4",
            "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR=1",
            "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR=1",
            "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS=0",
        }.SelectMany(variable => new[] { "--env", variable }),
        Image,
    ];

    private static string Address(int port) => $"127.0.0.1:{port}";

    private async Task FailAsync()
    {
        var (_, output, errors) = await _docker.RunAsync("logs", "--tail", "25", _id);
        await DisposeAsync();
        throw new ServerStartException($"{Image} did not serve within {StartPatience.TotalSeconds:0} s. Its last lines:\n{output}\n{errors}");
    }
}
