using OrleansState.Embedded;
using OrleansState.Embedded.Kafka;
using OrleansState.Embedded.Redis;

namespace OrleansState.Api.Standalone;

/// <summary>
/// What the process brings along. It is the first hosted service, hence the last one that is stopped: the silo writes
/// what it has left while the store still serves.
/// </summary>
internal sealed class StandaloneServers(DataDirectory data, EmbeddedRedis redis, EmbeddedKafka? kafka) : IHostedService, IDisposable
{
    private bool _stopped;

    public string DataDirectory => data.FullPath;

    /// <summary>Null: there is none, because the settings name a Kafka or want none.</summary>
    public string? KafkaBootstrapServers => kafka?.BootstrapServers;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        if (_stopped)
            return;
        _stopped = true;
        kafka?.Dispose();
        redis.Dispose();
        data.Dispose();
    }
}
