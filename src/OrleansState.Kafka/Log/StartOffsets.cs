using System.Collections.Concurrent;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using OrleansState.Kafka.Topics;

namespace OrleansState.Kafka.Log;

/// <summary>
/// Where a partition without a checkpoint is begun: where the consumer group had come before this bridge took over, else at
/// the beginning that the log then had. It is remembered in Kafka, in a group of its own: a store that has lost everything, its first
/// checkpoint included, is filled again from there. What the bridge itself has committed since can't be taken for it,
/// because that speaks of counts the store has forgotten.
/// </summary>
internal sealed class StartOffsets : IDisposable
{
    /// <summary>Kafka forgets what is not committed again within <c>offsets.retention.minutes</c>: seven days, one in old releases.</summary>
    public static readonly TimeSpan KeepInterval = TimeSpan.FromHours(6);

    /// <summary>After one that did not work out: each try may take as long as <see cref="Patience"/>.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly string _topic;
    private readonly TimeProvider _clock;
    private readonly ILogger<StartOffsets> _logger;
    private readonly IConsumer<Ignore, Ignore> _committed;
    private readonly IConsumer<Ignore, Ignore> _origins;
    private readonly ConcurrentDictionary<int, long> _kept = new();

    /// <summary>Held for reading by each call to a client, and for writing by who disposes them: none may be closed in the middle of a call.</summary>
    private readonly ReaderWriterLockSlim _calls = new();
    private bool _disposed;

    public StartOffsets(KafkaClients clients, IngestTopic topic, TimeProvider clock, ILogger<StartOffsets> logger)
    {
        (_topic, _clock, _logger) = (topic.Name, clock, logger);
        _committed = clients.Committer(clients.GroupId);
        _origins = clients.Committer(clients.GroupId + ".origin");
    }

    /// <exception cref="KafkaException">The broker did not answer.</exception>
    /// <exception cref="ObjectDisposedException">It has been disposed.</exception>
    public long Of(int partition, bool isNew)
    {
        _calls.EnterReadLock();
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var origin = isNew ? 0 : Committed(_origins, partition) ?? Committed(_committed, partition) ?? Beginning(partition);
            Commit(partition, origin);
            _kept[partition] = _clock.GetTimestamp();
            return origin;
        }
        finally
        {
            _calls.ExitReadLock();
        }
    }

    /// <summary>
    /// Has Kafka remember the first offset of a partition of ours for longer: at the first call, and then once an interval,
    /// so that it may be called as often as one likes. It never fails: one that did not work out is made up for by the next.
    /// </summary>
    public Task KeepAsync(int partition)
    {
        var now = _clock.GetTimestamp();
        if (_kept.TryGetValue(partition, out var last) && _clock.GetElapsedTime(last, now) < KeepInterval)
            return Task.CompletedTask;
        _kept[partition] = now;
        return Task.Run(() => Keep(partition));
    }

    public void Dispose()
    {
        // Nobody waits for what is kept, nor for what a partition asked that was given up meanwhile.
        _calls.EnterWriteLock();
        try
        {
            _disposed = true;
            _committed.Dispose();
            _origins.Dispose();
        }
        finally
        {
            _calls.ExitWriteLock();
        }
    }

    private void Keep(int partition)
    {
        _calls.EnterReadLock();
        try
        {
            // Read and not remembered: the topic may have been made anew under another bridge, which began it at 0.
            if (!_disposed && Committed(_origins, partition) is { } origin)
                Commit(partition, origin);
        }
        catch (KafkaException fault)
        {
            _kept[partition] = _clock.GetTimestamp() - (long)((KeepInterval - RetryInterval).TotalSeconds * _clock.TimestampFrequency);
            IngestLog.NotKept(_logger, _topic, partition, fault.Error.Reason);
        }
        finally
        {
            _calls.ExitReadLock();
        }
    }

    /// <summary>What had been deleted before anybody came is not lost, and is not missed when the partition is begun again.</summary>
    private long Beginning(int partition) => _committed.QueryWatermarkOffsets(new TopicPartition(_topic, partition), Patience).Low.Value;

    private void Commit(int partition, long origin) => _origins.Commit([new TopicPartitionOffset(_topic, partition, origin)]);

    private long? Committed(IConsumer<Ignore, Ignore> group, int partition) =>
        group.Committed([new TopicPartition(_topic, partition)], Patience) is [{ Offset: { IsSpecial: false } offset }] ? offset.Value : null;
}
