using System.Collections.Immutable;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using OrleansState.Kafka.Batches;
using OrleansState.Kafka.DeadLetters;
using OrleansState.Kafka.Topics;
using OrleansState.Kafka.Waiting;

namespace OrleansState.Kafka.Partitions;

/// <summary>
/// Delivers one partition, batch after batch: what can't be used goes to the dead-letter topic, the rest to the grains, and
/// only when all of that is durable the checkpoint moves. Whatever fails, it begins anew at the checkpoint; the grains'
/// marks say what they have taken already.
/// </summary>
internal sealed class PartitionWorker<TEvent>(int partition, TopicParts<TEvent> topic, BridgeParts parts, ILogger logger) : IPartitionWorker
{
    /// <summary>How long a new epoch of the store, or a new log, may go unnoticed where no event comes.</summary>
    private static readonly TimeSpan IdleInterval = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Between one beginning and the next: a silo that has not noticed the store's new epoch yet answers from the one before,
    /// and would be asked as fast as it answers.
    /// </summary>
    private static readonly TimeSpan RewindInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Slots of a batch that are delivered to at the same time. All of them at once would share the silo's second among so
    /// many that none is through in it: most keys are left, sent again, and in memory all that while.
    /// </summary>
    private const int SlotsAtOnce = 4;

    /// <summary>Of those who begin to wait so many are named in the log.</summary>
    private const int ShownKeys = 10;

    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abandoned = new();
    private readonly TopicPartition _place = new(topic.Topic.Name, partition);
    private readonly ICheckpointGrain _progress = parts.Grains.GetGrain<ICheckpointGrain>(parts.Names.Of(topic.Topic.Name, partition));
    private readonly WaitingEvents<TEvent> _waiting = new(parts.Grains.GetGrain<IWaitingEventsGrain>(parts.Names.Of(topic.Topic.Name, partition)), parts.Clock);
    private Task _running = Task.CompletedTask;

    public void Start() => _running = Task.Run(RunAsync);

    public async Task StopAsync(TimeSpan patience)
    {
        await _stopping.CancelAsync();
        try
        {
            await _running.WaitAsync(patience, parts.Clock);
        }
        catch (TimeoutException)
        {
            // What is under way may still take effect: it is in the log's order, and its marks are in the grains.
            IngestLog.Abandoned(logger, _place.Topic, partition);
            await _abandoned.CancelAsync();
            await _running;
        }
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _abandoned.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (!_stopping.IsCancellationRequested)
                await parts.Retry.Pipeline.ExecuteAsync(async cancelled => await DeliverFromCheckpointAsync(cancelled), _stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>Delivers from the checkpoint on, for as long as the store and the log stay what they were when that was read.</summary>
    private async Task DeliverFromCheckpointAsync(CancellationToken stopping)
    {
        var start = await FindStartAsync(stopping).WaitAsync(_abandoned.Token);
        if (!await _waiting.LoadAsync(start).WaitAsync(_abandoned.Token))
        {
            await Task.Delay(RewindInterval, parts.Clock, stopping);
            return;
        }

        var inbox = new PartitionInbox<TEvent>(partition, parts.Clock, topic.Handler.SlotOf);
        IngestLog.Start(logger, _place.Topic, partition, start.Offset, start.Epoch);
        parts.Progress.Begun(_place, start.Offset);
        topic.Log.ReadFrom(inbox, start.Offset);
        var reached = start.Offset;
        try
        {
            while (await inbox.TakeAsync(IdleInterval, stopping) is var batch)
            {
                _ = topic.Log.KeepStartOffsetAsync(partition);
                var goesOn = await (batch is null ? IsStillAsync(start, reached) : DeliverBatchAsync(start, reached, batch)).WaitAsync(_abandoned.Token);
                if (!goesOn)
                    break;
                reached = batch?.NextOffset ?? reached;
                if (_waiting.IsDue && !await DeliverWaitingAsync(start, reached).WaitAsync(_abandoned.Token))
                    break;
            }
        }
        finally
        {
            topic.Log.Leave(inbox);
        }

        parts.Metrics.Rewound(_place);
        IngestLog.Rewind(logger, _place.Topic, partition);
        await Task.Delay(RewindInterval, parts.Clock, stopping);
    }

    /// <summary>The checkpoint; where there is none, the place to begin, made a checkpoint before anything is delivered.</summary>
    private async Task<PartitionStart> FindStartAsync(CancellationToken stopping)
    {
        while (true)
        {
            stopping.ThrowIfCancellationRequested();
            var topicId = await topic.Log.IdentifyAsync();
            // The epoch and the checkpoint come together: the checkpoint was read in that epoch.
            var checkpoint = await _progress.GetAsync();
            if (checkpoint.Log == topicId)
                return new PartitionStart(checkpoint.Epoch, topicId, checkpoint.NextOffset);
            var first = await topic.Log.StartOffsetAsync(partition, isNew: checkpoint.Log is not null);
            if (await _progress.AdvanceAsync(checkpoint.Epoch, topicId, first))
                return new PartitionStart(checkpoint.Epoch, topicId, first);
        }
    }

    /// <summary>
    /// Whether the store and the log are what they were. Progress that was acknowledged and is gone although the store has
    /// not restarted is found by moving on from it.
    /// </summary>
    private async Task<bool> IsStillAsync(PartitionStart start, long reached)
    {
        var checkpoint = await _progress.GetAsync();
        return checkpoint.Epoch == start.Epoch && await topic.Log.IdentifyAsync() == start.TopicId
            && (checkpoint.Log != start.TopicId || checkpoint.NextOffset >= reached || await _progress.AdvanceFromAsync(start.Epoch, start.TopicId, reached, reached));
    }

    /// <returns>False: the store or the log is another; nothing of this batch may be taken as delivered.</returns>
    private async Task<bool> DeliverBatchAsync(PartitionStart start, long reached, PartitionBatch<TEvent> batch)
    {
        // Asked after the batch was fetched: only then it is certain which log its offsets belong to.
        if (await topic.Log.IdentifyAsync() != start.TopicId)
            return false;
        foreach (var lost in batch.Lost)
            IngestLog.LostOfPartition(logger, _place.Topic, partition, lost.First, lost.Next, lost.Count, lost.Counted);
        if (batch.Claims.Count > 0)
            batch = await ProveAsync(batch);
        var letters = topic.Letters.WriteAsync([.. batch.Letters.Select(letter => Locate(letter, start.TopicId))], _abandoned.Token);
        var (slots, waiting) = _waiting.Split(batch.Slots);
        var deliveries = await DeliverSlotsAsync(start, reached, slots);
        await letters;
        if (deliveries.Any(delivery => delivery.EpochMismatch))
            return false;
        await RefuseAsync(start, [.. deliveries.SelectMany(delivery => delivery.Refused)]);
        if (!await SetAsideAsync(start, [.. waiting, .. Unreadable(slots, deliveries)]))
            return false;
        if (!await _progress.AdvanceFromAsync(start.Epoch, start.TopicId, reached, batch.NextOffset))
            return false;
        // It may be another's by now, who has come further.
        _abandoned.Token.ThrowIfCancellationRequested();
        parts.Progress.Reached(_place, batch.NextOffset);
        parts.Metrics.Delivered(_place, batch.Records, batch.Skipped, batch.Letters.Length, batch.Lost);
        if (!batch.Lost.IsEmpty)
            parts.Losses.Happened();
        return true;
    }

    /// <summary>Those whose state can't be read wait in the log, and nobody waits for them.</summary>
    private async Task<bool> SetAsideAsync(PartitionStart start, IReadOnlyCollection<KeyEvents<TEvent>> events)
    {
        var before = _waiting.Count;
        if (!await _waiting.AddAsync(start, events))
            return false;
        parts.Metrics.SetAside(_place, events.Sum(key => key.Count));
        if (_waiting.Count > before)
            IngestLog.SetAside(logger, _waiting.Count, _place.Topic, partition, string.Join(", ", events.Select(key => key.Key).Distinct().Take(ShownKeys)));
        return true;
    }

    /// <summary>
    /// Delivers what waits of the keys whose state can be read again; of those alone of which everything before it has been
    /// delivered, which is not so where the partition is read again from further back.
    /// </summary>
    /// <returns>False: the store or the log is another.</returns>
    private async Task<bool> DeliverWaitingAsync(PartitionStart start, long reached)
    {
        if (!await _waiting.LoadAsync(start))
            return false;
        var ready = new List<WaitingUser>();
        foreach (var user in _waiting.Users.Where(user => user.First <= reached))
        {
            if (await topic.Handler.IsReadableAsync(user.UserId))
                ready.Add(user);
        }

        if (ready.Count == 0)
            return true;
        var keys = ready.Select(user => user.UserId).ToHashSet(StringComparer.Ordinal);
        var last = ready.Max(user => user.Last);
        var settled = ready.Min(user => user.First);
        for (var next = settled; next <= last;)
        {
            var stretch = await topic.Log.ReadAgainAsync(partition, next, last, keys, topic.Handler.SlotOf);
            if (await topic.Log.IdentifyAsync() != start.TopicId)
                return false;
            if (stretch.Deleted > 0)
                IngestLog.Deleted(logger, stretch.Deleted, _place.Topic, partition, next);
            var batch = stretch.Batch.Claims.Count > 0 ? await ProveAsync(stretch.Batch) : stretch.Batch;
            var deliveries = await DeliverSlotsAsync(start, settled, batch.Slots);
            if (deliveries.Any(delivery => delivery.EpochMismatch))
                return false;
            await RefuseAsync(start, [.. deliveries.SelectMany(delivery => delivery.Refused)]);
            keys.ExceptWith(deliveries.SelectMany(delivery => delivery.Unreadable));
            next = stretch.NextOffset;
        }

        if (keys.Count > 0)
            IngestLog.Delivered(logger, keys.Count, _place.Topic, partition);
        return await _waiting.RemoveAsync(start, [.. ready.Where(user => keys.Contains(user.UserId))]);
    }

    private async Task<IngestReceipt[]> DeliverSlotsAsync(PartitionStart start, long settled, ImmutableArray<SlotEvents<TEvent>> slots)
    {
        var receipts = new IngestReceipt[slots.Length];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, slots.Length),
            new ParallelOptions { MaxDegreeOfParallelism = SlotsAtOnce, CancellationToken = _abandoned.Token },
            async (i, _) => receipts[i] = await topic.Handler.DeliverAsync(
                new IngestBatch<TEvent>(_place.Topic, start.TopicId, partition, start.Epoch, settled, slots[i].Slot, slots[i].Keys), _abandoned.Token));
        return receipts;
    }

    /// <summary>The events of a batch's keys whose state can't be read.</summary>
    private static IEnumerable<KeyEvents<TEvent>> Unreadable(ImmutableArray<SlotEvents<TEvent>> slots, IngestReceipt[] receipts) =>
        slots.Zip(receipts).Where(slot => !slot.Second.Unreadable.IsDefaultOrEmpty)
            .SelectMany(slot => slot.First.Keys.Where(events => slot.Second.Unreadable.Contains(events.Key, StringComparer.Ordinal)));

    private async Task<PartitionBatch<TEvent>> ProveAsync(PartitionBatch<TEvent> batch)
    {
        var proven = await topic.Log.ProveAsync([.. batch.Claims.Values]);
        if (batch.Claims.Values.Count(claim => !proven.Contains(claim)) is > 0 and var unproven)
            IngestLog.Unproven(logger, _place.Topic, partition, unproven);
        return batch.Honour(proven);
    }

    private async Task RefuseAsync(PartitionStart start, RefusedEvent[] refused)
    {
        if (refused.Length == 0)
            return;
        var letters = await topic.Log.FetchAsync(partition, start.TopicId, refused);
        await topic.Letters.WriteAsync(letters, _abandoned.Token);
        parts.Metrics.Refused(_place, refused.Length);
    }

    /// <summary>A redriven event that is refused again keeps the place where it first lay.</summary>
    private static DeadLetter Locate(DeadLetter letter, string topicId) =>
        letter.Origin.Log.Length == 0 ? letter with { Origin = letter.Origin with { Log = topicId } } : letter;
}
