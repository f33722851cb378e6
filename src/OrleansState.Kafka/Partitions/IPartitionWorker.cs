namespace OrleansState.Kafka.Partitions;

/// <summary>What reads a partition and delivers its events, whatever those are.</summary>
internal interface IPartitionWorker : IDisposable
{
    void Start();

    /// <summary>Takes no further batch, and gives the one under way this long to be finished.</summary>
    Task StopAsync(TimeSpan patience);
}
