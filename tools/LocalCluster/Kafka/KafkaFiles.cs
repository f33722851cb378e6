using OrleansState.LocalCluster.Processes;

namespace OrleansState.LocalCluster.Kafka;

/// <summary>The distribution's scripts and the broker's own files.</summary>
internal static class KafkaFiles
{
    private const string Properties = "server.properties";

    /// <summary>The distribution, or null where KAFKA_HOME names none.</summary>
    public static string? Home => Wanted is { } home && IsHome(home) ? home : null;

    /// <summary>What KAFKA_HOME names, where that is no distribution.</summary>
    public static string? WrongHome => Wanted is { } home && !IsHome(home) ? home : null;

    private static string? Wanted => Environment.GetEnvironmentVariable("KAFKA_HOME") is { Length: > 0 } home ? home : null;

    /// <summary>A Kafka uuid: 16 bytes in URL-safe base64. One that began with a hyphen would read as an option.</summary>
    public static string NewClusterId() =>
        "A" + Convert.ToBase64String(Guid.NewGuid().ToByteArray()).TrimEnd('=').Replace('+', '-').Replace('/', '_')[1..];

    public static Task WritePropertiesAsync(
        RunDirectory directory, int port, int controllerPort, KafkaUsers? users, int usersPort, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(
            directory.File(Properties),
            $"""
            process.roles=broker,controller
            node.id=1
            controller.quorum.voters=1@127.0.0.1:{controllerPort}
            listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controllerPort}{(users is null ? "" : $",USERS://127.0.0.1:{usersPort}")}
            advertised.listeners=PLAINTEXT://127.0.0.1:{port}{(users is null ? "" : $",USERS://127.0.0.1:{usersPort}")}
            controller.listener.names=CONTROLLER
            log.dirs={directory.File("data")}
            num.partitions=8
            offsets.topic.replication.factor=1
            offsets.topic.num.partitions=4
            transaction.state.log.replication.factor=1
            transaction.state.log.min.isr=1
            transaction.state.log.num.partitions=4
            share.coordinator.state.topic.replication.factor=1
            share.coordinator.state.topic.min.isr=1
            group.initial.rebalance.delay.ms=0
            broker.heartbeat.interval.ms=500
            broker.session.timeout.ms=2000
            {(users is null ? "" : Of(users))}
            """,
            cancellationToken);

    public static ChildCommand Format(string home, RunDirectory directory, string clusterId) => new(
        "kafka-storage.sh", Script(home, "kafka-storage.sh"),
        ["format", "--ignore-formatted", "-t", clusterId, "-c", directory.File(Properties)],
        directory.File("format.log"), JavaSettings(directory));

    public static ChildCommand Start(string home, RunDirectory directory) => new(
        "kafka-server-start.sh", Script(home, "kafka-server-start.sh"), [directory.File(Properties)],
        directory.File("kafka.log"), JavaSettings(directory));

    /// <summary>Who comes by the one listener says who it is and may do what it was granted; who comes by the other may do everything.</summary>
    private static string Of(KafkaUsers users) =>
        $"""
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,USERS:SASL_PLAINTEXT
        listener.name.users.sasl.enabled.mechanisms=PLAIN
        listener.name.users.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required {string.Join(' ', users.Names.Select(name => $"user_{name}=\"{users.Password}\""))};
        authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
        super.users=User:ANONYMOUS

        """;

    private static bool IsHome(string home) => File.Exists(Script(home, "kafka-server-start.sh"));

    private static string Script(string home, string name) => Path.Combine(home, "bin", name);

    private static Dictionary<string, string?> JavaSettings(RunDirectory directory) => new()
    {
        ["KAFKA_HEAP_OPTS"] = "-Xms128m -Xmx512m",
        // Without these a killed broker leaves files in the system's temporary directory.
        ["KAFKA_JVM_PERFORMANCE_OPTS"] = $"-XX:+UseSerialGC -XX:-UsePerfData -Djava.io.tmpdir={directory.FullPath}",
        ["LOG_DIR"] = directory.File("logs"),
        ["KAFKA_GC_LOG_OPTS"] = " ",
    };
}
