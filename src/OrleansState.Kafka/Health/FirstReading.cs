using Confluent.Kafka;
using OrleansState.Kafka.Group;

namespace OrleansState.Kafka;

/// <summary>When this bridge first came to read: it has partitions, and knows of each where to go on.</summary>
public sealed class FirstReading
{
    private readonly TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal FirstReading()
    {
    }

    /// <summary>Completes when it did.</summary>
    public Task Began => _began.Task;

    /// <param name="partitions">Those that the bridge has.</param>
    /// <param name="progress">What is known of them.</param>
    internal void Look(IReadOnlyCollection<TopicPartition> partitions, GroupProgress progress)
    {
        if (!_began.Task.IsCompleted && partitions.Count > 0 && partitions.All(partition => progress.PositionOf(partition) is not null))
            _began.TrySetResult();
    }
}
