using OrleansState.LocalCluster.Processes;

namespace OrleansState.LocalCluster.Kafka;

/// <summary>
/// One real Kafka broker (KRaft, broker and controller in one) on free ports of 127.0.0.1, out of any Apache Kafka
/// distribution that the environment variable KAFKA_HOME names.
/// </summary>
public sealed class KafkaBroker : IAsyncDisposable
{
    /// <summary>What brings a broker to a machine.</summary>
    public const string InstallLine =
        "curl -L https://downloads.apache.org/kafka/4.3.1/kafka_2.13-4.3.1.tgz | tar xz && export KAFKA_HOME=$PWD/kafka_2.13-4.3.1 (needs Java 17)";

    private const int MaxPortAttempts = 5;
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);

    private readonly RunDirectory _directory = new("orleans-state-kafka-");
    private readonly string _clusterId = KafkaFiles.NewClusterId();
    private readonly string _home;
    private readonly KafkaUsers? _users;
    private int _controllerPort;
    private int _usersPort;
    private ChildProcess? _process;

    private KafkaBroker(string home, KafkaUsers? users) => (_home, _users) = (home, users);

    /// <summary>Whether KAFKA_HOME names a distribution.</summary>
    public static bool IsInstalled => KafkaFiles.Home is not null;

    public int Port { get; private set; }

    public int Pid => Running.Pid;

    public bool HasExited => Running.HasExited;

    public string BootstrapServers => $"127.0.0.1:{Port}";

    /// <summary>Where it asks who one is; at <see cref="BootstrapServers"/> everybody may do everything.</summary>
    public string BootstrapServersOfUsers => _users is not null ? $"127.0.0.1:{_usersPort}" : throw new InvalidOperationException("This broker has no users.");

    private ChildProcess Running => _process ?? throw new InvalidOperationException("This broker was never started.");

    public static Task<KafkaBroker> StartAsync(CancellationToken cancellationToken = default) => StartAsync(users: null, cancellationToken);

    /// <param name="users">Those it is to know beside the one who may do everything.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<KafkaBroker> StartAsync(KafkaUsers? users, CancellationToken cancellationToken = default)
    {
        var home = KafkaFiles.Home ?? throw new ServerStartException($"KAFKA_HOME names no Apache Kafka. To get one: {InstallLine}");
        var broker = new KafkaBroker(home, users);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                (broker.Port, broker._controllerPort, broker._usersPort) = (FreePort.Next(), FreePort.Next(), FreePort.Next());
                await broker.FormatAsync(cancellationToken);
                if (await broker.TryLaunchAsync(cancellationToken))
                    return broker;
                if (attempt == MaxPortAttempts || !broker.Running.LogTail().Contains("already in use", StringComparison.OrdinalIgnoreCase))
                    throw ServerStartException.For(broker.Running, "ended at its start");
            }
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    /// <summary>kill -9.</summary>
    public void Kill() => Running.Kill();

    public void Pause() => Running.Pause();

    public void Resume() => Running.Resume();

    public Task StopAsync() => Running.StopAsync(StopPatience);

    /// <summary>Starts it on the ports and the files it had; one that still runs is killed first.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        if (!await TryLaunchAsync(cancellationToken))
            throw ServerStartException.For(Running, "ended at its restart");
    }

    /// <summary>Creates a topic, with topic settings such as <c>retention.ms</c>.</summary>
    public Task CreateTopicAsync(string topic, int partitions, IReadOnlyDictionary<string, string>? settings = null) =>
        KafkaTopics.CreateAsync(BootstrapServers, topic, partitions, settings);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _directory.Dispose();
    }

    private async Task FormatAsync(CancellationToken cancellationToken)
    {
        await KafkaFiles.WritePropertiesAsync(_directory, Port, _controllerPort, _users, _usersPort, cancellationToken);
        if (File.Exists(_directory.File("data/meta.properties")))
            return;
        await using var format = await ChildProcess.StartAsync(KafkaFiles.Format(_home, _directory, _clusterId));
        await format.WaitForExitAsync(cancellationToken);
        if (format.ExitCode != 0)
            throw ServerStartException.For(format, $"ended with {format.ExitCode}");
    }

    private async Task<bool> TryLaunchAsync(CancellationToken cancellationToken)
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _process = await ChildProcess.StartAsync(KafkaFiles.Start(_home, _directory));
        using var ping = new KafkaPing(BootstrapServers, _clusterId);
        return await Readiness.WaitAsync(_process, ping.AnswersAsync, StartPatience, cancellationToken);
    }
}
