using System.Collections.Immutable;
using OrleansState.Checkpoints;
using OrleansState.Clicks;
using OrleansState.KafkaBridge.DeadLetters;
using OrleansState.References;
using OrleansState.Waiting;

namespace OrleansState.KafkaBridge.Partitions;

/// <summary>
/// Counts one partition, batch after batch: what can't be used goes to the dead-letter topic, the rest to the counters, and
/// only when all of that is durable the checkpoint moves. Whatever fails, it begins anew at the checkpoint; the counters'
/// marks say what they have counted already.
/// </summary>
internal sealed partial class PartitionWorker(int partition, BridgeParts parts, ILogger<PartitionWorker> logger) : IDisposable
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
    /// many that none is through in it: most users are left, sent again, and in memory all that while.
    /// </summary>
    private const int SlotsAtOnce = 4;

    /// <summary>Of those who begin to wait so many are named in the log.</summary>
    private const int ShownUsers = 10;

    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abandoned = new();
    private readonly ICheckpointGrain _progress = parts.Grains.GetGrain<ICheckpointGrain>(parts.Names.Of(partition));
    private readonly WaitingClicks _waiting = new(parts.Grains.GetGrain<IWaitingClicksGrain>(parts.Names.Of(partition)), parts.Clock);
    private Task _running = Task.CompletedTask;

    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Takes no further batch, and gives the one under way this long to be finished.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        await _stopping.CancelAsync();
        try
        {
            await _running.WaitAsync(patience, parts.Clock);
        }
        catch (TimeoutException)
        {
            // What is under way may still take effect: it is in the log's order, and its marks are in the counters.
            LogAbandoned(partition);
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
                await parts.Retry.Pipeline.ExecuteAsync(async cancelled => await CountFromCheckpointAsync(cancelled), _stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>Counts from the checkpoint on, for as long as the store and the log stay what they were when that was read.</summary>
    private async Task CountFromCheckpointAsync(CancellationToken stopping)
    {
        var start = await FindStartAsync(stopping).WaitAsync(_abandoned.Token);
        if (!await _waiting.LoadAsync(start).WaitAsync(_abandoned.Token))
        {
            await Task.Delay(RewindInterval, parts.Clock, stopping);
            return;
        }

        var inbox = new PartitionInbox(partition, parts.Clock);
        LogStart(partition, start.Offset, start.Epoch);
        parts.Progress.Begun(partition, start.Offset);
        parts.Log.ReadFrom(inbox, start.Offset);
        var reached = start.Offset;
        try
        {
            while (await inbox.TakeAsync(IdleInterval, stopping) is var batch)
            {
                _ = parts.Log.KeepStartOffsetAsync(partition);
                var goesOn = await (batch is null ? IsStillAsync(start, reached) : CountBatchAsync(start, reached, batch)).WaitAsync(_abandoned.Token);
                if (!goesOn)
                    break;
                reached = batch?.NextOffset ?? reached;
                if (_waiting.IsDue && !await DeliverWaitingAsync(start, reached).WaitAsync(_abandoned.Token))
                    break;
            }
        }
        finally
        {
            parts.Log.Leave(inbox);
        }

        parts.Metrics.Rewound(partition);
        LogRewind(partition);
        await Task.Delay(RewindInterval, parts.Clock, stopping);
    }

    /// <summary>The checkpoint; where there is none, the place to begin, made a checkpoint before anything is counted.</summary>
    private async Task<PartitionStart> FindStartAsync(CancellationToken stopping)
    {
        while (true)
        {
            stopping.ThrowIfCancellationRequested();
            var log = await parts.Log.IdentifyAsync();
            // The epoch and the checkpoint come together: the checkpoint was read in that epoch.
            var checkpoint = await _progress.GetAsync();
            if (checkpoint.Log == log)
                return new PartitionStart(checkpoint.Epoch, log, checkpoint.NextOffset);
            var first = await parts.Log.StartOffsetAsync(partition, isNew: checkpoint.Log is not null);
            if (await _progress.AdvanceAsync(checkpoint.Epoch, log, first))
                return new PartitionStart(checkpoint.Epoch, log, first);
        }
    }

    /// <summary>
    /// Whether the store and the log are what they were. Progress that was acknowledged and is gone although the store has
    /// not restarted is found by moving on from it.
    /// </summary>
    private async Task<bool> IsStillAsync(PartitionStart start, long reached)
    {
        var checkpoint = await _progress.GetAsync();
        return checkpoint.Epoch == start.Epoch && await parts.Log.IdentifyAsync() == start.Log
            && (checkpoint.Log != start.Log || checkpoint.NextOffset >= reached || await _progress.AdvanceFromAsync(start.Epoch, start.Log, reached, reached));
    }

    /// <returns>False: the store or the log is another; nothing of this batch may be taken as counted.</returns>
    private async Task<bool> CountBatchAsync(PartitionStart start, long reached, PartitionBatch batch)
    {
        // Asked after the batch was fetched: only then it is certain which log its offsets belong to.
        if (await parts.Log.IdentifyAsync() != start.Log)
            return false;
        foreach (var lost in batch.Lost)
            LogLost(partition, lost.First, lost.Next, lost.Count, lost.Counted);
        if (batch.Claims.Count > 0)
            batch = await ProveAsync(batch);
        var letters = parts.Letters.WriteAsync([.. batch.Letters.Select(letter => Locate(letter, start.Log))], _abandoned.Token);
        var (slots, waiting) = _waiting.Split(batch.Slots);
        var deliveries = await DeliverSlotsAsync(start, slots);
        await letters;
        if (deliveries.Any(delivery => delivery.EpochMismatch))
            return false;
        await RefuseAsync(start, [.. deliveries.SelectMany(delivery => delivery.Refused)]);
        if (!await SetAsideAsync(start, [.. waiting, .. deliveries.SelectMany(delivery => delivery.Unreadable)]))
            return false;
        if (!await _progress.AdvanceFromAsync(start.Epoch, start.Log, reached, batch.NextOffset))
            return false;
        // It may be another's by now, who has come further.
        _abandoned.Token.ThrowIfCancellationRequested();
        parts.Progress.Reached(partition, batch.NextOffset);
        parts.Metrics.Counted(partition, batch);
        if (!batch.Lost.IsEmpty)
            parts.Losses.Happened();
        return true;
    }

    /// <summary>Whose record can't be read waits in the log, and nobody waits for them.</summary>
    private async Task<bool> SetAsideAsync(PartitionStart start, IReadOnlyCollection<UserClicks> clicks)
    {
        var before = _waiting.Count;
        if (!await _waiting.AddAsync(start, clicks))
            return false;
        parts.Metrics.SetAside(clicks.Sum(user => user.Clicks.Length));
        if (_waiting.Count > before)
            LogSetAside(_waiting.Count, partition, string.Join(", ", clicks.Select(user => user.UserId).Distinct().Take(ShownUsers)));
        return true;
    }

    /// <summary>
    /// Delivers what waits of the users whose record can be read again; of those alone of whom everything before it has been
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
            if (await IsReadableAsync(user.UserId))
                ready.Add(user);
        }

        if (ready.Count == 0)
            return true;
        var users = ready.Select(user => user.UserId).ToHashSet(StringComparer.Ordinal);
        var last = ready.Max(user => user.Last);
        for (var next = ready.Min(user => user.First); next <= last;)
        {
            var stretch = await parts.Log.ReadAgainAsync(partition, next, last, users);
            if (await parts.Log.IdentifyAsync() != start.Log)
                return false;
            if (stretch.Deleted > 0)
                LogDeleted(stretch.Deleted, partition, next);
            var batch = stretch.Batch.Claims.Count > 0 ? await ProveAsync(stretch.Batch) : stretch.Batch;
            var deliveries = await DeliverSlotsAsync(start, batch.Slots);
            if (deliveries.Any(delivery => delivery.EpochMismatch))
                return false;
            await RefuseAsync(start, [.. deliveries.SelectMany(delivery => delivery.Refused)]);
            users.ExceptWith(deliveries.SelectMany(delivery => delivery.Unreadable).Select(user => user.UserId));
            next = stretch.NextOffset;
        }

        LogDelivered(users.Count, partition);
        return await _waiting.RemoveAsync(start, [.. ready.Where(user => users.Contains(user.UserId))]);
    }

    private async Task<bool> IsReadableAsync(string userId)
    {
        try
        {
            await parts.Grains.GetGrain<IClickCounterGrain>(userId).GetAsync();
            return true;
        }
        catch (StateUnreadableException)
        {
            return false;
        }
        catch (UserErasedException)
        {
            // What is delivered of an erased user is passed over.
            return true;
        }
    }

    private async Task<Delivered[]> DeliverSlotsAsync(PartitionStart start, ImmutableArray<SlotClicks> slots)
    {
        var receipts = new Delivered[slots.Length];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, slots.Length),
            new ParallelOptions { MaxDegreeOfParallelism = SlotsAtOnce, CancellationToken = _abandoned.Token },
            async (i, _) => receipts[i] = await DeliverSlotAsync(start, slots[i]));
        return receipts;
    }

    /// <summary>One call of a slot at a time, until all of its users are counted.</summary>
    private async Task<Delivered> DeliverSlotAsync(PartitionStart start, SlotClicks slot)
    {
        var intake = parts.Grains.GrainOf<IClickIntakeGrain>(ClickSlots.KeyOf(slot.Slot));
        var users = slot.Users;
        ImmutableArray<RefusedClick> refused = [];
        ImmutableArray<UserClicks> unreadable = [];
        while (true)
        {
            var receipt = await intake.DeliverAsync(new ClickDelivery(start.Log, partition, start.Epoch, users, KnowsUnreadable: true));
            refused = refused.AddRange(receipt.Refused);
            if (!receipt.Unreadable.IsDefaultOrEmpty)
                unreadable = unreadable.AddRange(receipt.Unreadable.Select(position => users[position]));
            if (receipt.EpochMismatch || receipt.Left.IsDefaultOrEmpty)
                return new Delivered(receipt.EpochMismatch, refused, unreadable);
            _abandoned.Token.ThrowIfCancellationRequested();
            users = [.. receipt.Left.Select(position => users[position])];
        }
    }

    private async Task<PartitionBatch> ProveAsync(PartitionBatch batch)
    {
        var proven = await parts.Log.ProveAsync([.. batch.Claims.Values]);
        if (batch.Claims.Values.Count(claim => !proven.Contains(claim)) is > 0 and var unproven)
            LogUnproven(partition, unproven);
        return batch.Honour(proven);
    }

    private async Task RefuseAsync(PartitionStart start, RefusedClick[] refused)
    {
        if (refused.Length == 0)
            return;
        var letters = await parts.Log.FetchAsync(partition, start.Log, refused);
        await parts.Letters.WriteAsync(letters, _abandoned.Token);
        parts.Metrics.Refused(refused.Length);
    }

    /// <summary>A redriven event that is refused again keeps the place where it first lay.</summary>
    private static DeadLetter Locate(DeadLetter letter, string log) =>
        letter.Origin.Log.Length == 0 ? letter with { Origin = letter.Origin with { Log = log } } : letter;

    [LoggerMessage(EventId = 3041, Level = LogLevel.Warning, Message = "{Count} users of partition {Partition} wait, their events uncounted, until their records can be read; the newest: {Users}")]
    private partial void LogSetAside(int count, int partition, string users);

    [LoggerMessage(EventId = 3042, Level = LogLevel.Information, Message = "{Count} users of partition {Partition} whose records can be read again have been counted")]
    private partial void LogDelivered(int count, int partition);

    [LoggerMessage(EventId = 3043, Level = LogLevel.Error, Message = "{Count} offsets of partition {Partition} from {Offset} on are deleted, among which events waited that were not counted")]
    private partial void LogDeleted(long count, int partition, long offset);

    [LoggerMessage(EventId = 3004, Level = LogLevel.Information, Message = "Partition {Partition} is counted from offset {Offset} on, in the store's epoch {Epoch}")]
    private partial void LogStart(int partition, long offset, string epoch);

    [LoggerMessage(EventId = 3005, Level = LogLevel.Warning, Message = "Partition {Partition} goes back to its checkpoint: the store has begun another epoch, or the topic is another")]
    private partial void LogRewind(int partition);

    [LoggerMessage(EventId = 3031, Level = LogLevel.Warning, Message = "{Events} events of partition {Partition} say that they were redriven, and no dead letter says so: they are taken for events like any other")]
    private partial void LogUnproven(int partition, int events);

    [LoggerMessage(EventId = 3024, Level = LogLevel.Warning, Message = "Partition {Partition}: the log no longer has the offsets {First} to {Next} (exclusive), up to {Lost} records that are not counted; {Counted} of them had been counted once, and the store has lost that. Counting goes on behind them")]
    private partial void LogLost(int partition, long first, long next, long lost, long counted);

    [LoggerMessage(EventId = 3006, Level = LogLevel.Warning, Message = "Partition {Partition} was given up with a batch under way")]
    private partial void LogAbandoned(int partition);

    /// <summary>What became of the clicks of a slot.</summary>
    private readonly record struct Delivered(bool EpochMismatch, ImmutableArray<RefusedClick> Refused, ImmutableArray<UserClicks> Unreadable);
}
