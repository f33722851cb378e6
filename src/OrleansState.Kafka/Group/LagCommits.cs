using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace OrleansState.Kafka.Group;

/// <summary>Commits what has been counted to Kafka, for those who watch the lag. The store has the progress.</summary>
internal sealed class LagCommits(GroupProgress progress, ILogger<LagCommits> logger)
{
    /// <summary>Commits of these partitions what has not been committed yet; what Kafka does not take is said again by the next.</summary>
    public void Commit(IConsumer<Ignore, Ignore> member, Func<TopicPartition, bool> isOurs)
    {
        var reached = progress.Take(isOurs);
        if (reached.Count == 0)
            return;
        try
        {
            member.Commit(reached.Select(p => new TopicPartitionOffset(p.Key, p.Value)));
        }
        catch (KafkaException fault)
        {
            progress.GiveBack(reached);
            IngestLog.Commit(logger, fault.Error.Reason);
        }
    }
}
