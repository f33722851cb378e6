using Confluent.Kafka;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansState.Kafka.Log;
using OrleansState.Kafka.Topics;

namespace OrleansState.Kafka.Group;

/// <summary>
/// This bridge's membership of the consumer group: who has which partition, heartbeats and commits. It fetches nothing, so
/// that neither a slow store nor a long backlog can make the group think that the bridge is dead, and a rebalance does not
/// disturb what other partitions are reading.
/// </summary>
internal sealed class GroupMember(
    KafkaClients clients, IngestTopics topics, TopicSetup setup, PartitionWorkers workers, GroupProgress progress, FirstReading reading, LagCommits commits, TimeProvider clock, ILogger<GroupMember> logger)
    : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan CommitInterval = TimeSpan.FromSeconds(1);

    /// <summary>How long a revoked partition may take to finish what is under way before it is dropped.</summary>
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(2);

    private readonly List<TopicPartition> _toPause = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await setup.EnsureAsync(stoppingToken);
        await Task.Factory.StartNew(() => Run(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private void Run(CancellationToken stopping)
    {
        using var consumer = clients.Quiet(new ConsumerBuilder<Ignore, Ignore>(clients.MemberConfig()))
            .SetPartitionsAssignedHandler((_, partitions) => Assigned(partitions))
            .SetPartitionsRevokedHandler((member, partitions) => Revoked(member, partitions))
            .SetPartitionsLostHandler((_, partitions) => Lost(partitions))
            .Build();
        consumer.Subscribe(topics.All.Select(topic => topic.Topic.Name));
        var committed = clock.GetTimestamp();
        while (!stopping.IsCancellationRequested)
        {
            Serve(consumer);
            reading.Look(workers.Partitions, progress);
            if (clock.GetElapsedTime(committed) < CommitInterval)
                continue;
            commits.Commit(consumer, workers.Has);
            committed = clock.GetTimestamp();
        }

        // Leaving the group revokes what is left: it is drained, committed, and another bridge goes on at once.
        consumer.Close();
    }

    private void Serve(IConsumer<Ignore, Ignore> consumer)
    {
        try
        {
            consumer.Consume(Poll);
            if (_toPause.Count == 0)
                return;
            consumer.Pause(_toPause);
            _toPause.Clear();
        }
        catch (KafkaException fault)
        {
            IngestLog.FaultOfMember(logger, fault.Error.Reason);
        }
    }

    private List<TopicPartitionOffset> Assigned(List<TopicPartition> partitions)
    {
        IngestLog.Assigned(logger, partitions);
        _toPause.AddRange(partitions);
        foreach (var partition in partitions)
        {
            progress.Forget(partition);
            workers.Start(partition);
        }

        return [.. partitions.Select(partition => new TopicPartitionOffset(partition, Offset.End))];
    }

    private void Revoked(IConsumer<Ignore, Ignore> member, List<TopicPartitionOffset> partitions)
    {
        IngestLog.Revoked(logger, partitions);
        Stop(partitions, DrainPatience);
        commits.Commit(member, p => partitions.Any(revoked => revoked.TopicPartition == p));
        Forget(partitions);
    }

    private void Lost(List<TopicPartitionOffset> partitions)
    {
        IngestLog.Lost(logger, partitions);
        Stop(partitions, TimeSpan.Zero);
        Forget(partitions);
    }

    private void Forget(List<TopicPartitionOffset> partitions)
    {
        foreach (var partition in partitions)
            progress.Forget(partition.TopicPartition);
    }

    private void Stop(List<TopicPartitionOffset> partitions, TimeSpan patience)
    {
        _toPause.RemoveAll(paused => partitions.Any(p => p.TopicPartition == paused));
        // The handler of a rebalance is synchronous: the group waits for its end, and meanwhile only heartbeats go on.
        workers.StopAsync(partitions.Select(p => p.TopicPartition), patience).GetAwaiter().GetResult();
    }
}
