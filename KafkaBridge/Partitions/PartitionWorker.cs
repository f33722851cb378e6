using System.Collections.Immutable;
using OrleansState.Clicks;
using OrleansState.KafkaBridge.DeadLetters;
using OrleansState.Partitions;
using OrleansState.References;

namespace OrleansState.KafkaBridge.Partitions;

/// <summary>
/// Counts one partition, batch after batch: what can't be used goes to the dead-letter topic, the rest to the counters, and
/// only when all of that is durable the checkpoint moves. Whatever fails, it begins anew at the checkpoint; the counters'
/// marks say what they have counted already.
/// </summary>
internal sealed partial class PartitionWorker(int partition, BridgeParts parts, ILogger<PartitionWorker> logger) : IDisposable
{
    /// <summary>How long a new life of the store, or a new log, may go unnoticed where no event comes.</summary>
    private static readonly TimeSpan IdleInterval = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Between one beginning and the next: a silo that has not noticed the store's new life yet answers from the one before,
    /// and would be asked as fast as it answers.
    /// </summary>
    private static readonly TimeSpan RewindInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Slots of a batch that are delivered to at the same time. All of them at once would share the silo's second among so
    /// many that none is through in it: most users are left, sent again, and in memory all that while.
    /// </summary>
    private const int SlotsAtOnce = 4;

    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abandoned = new();
    private readonly IPartitionGrain _progress = parts.Grains.GetGrain<IPartitionGrain>(parts.Names.Of(partition));
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
                await parts.Retry.Pipeline.ExecuteAsync(async cancelled => await CountAsync(cancelled), _stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>Counts from the checkpoint on, for as long as the store and the log stay what they were when that was read.</summary>
    private async Task CountAsync(CancellationToken stopping)
    {
        var start = await FindStartAsync(stopping).WaitAsync(_abandoned.Token);
        var inbox = new PartitionInbox(partition, parts.Clock);
        LogStart(partition, start.Offset, start.Life);
        parts.Log.ReadFrom(inbox, start.Offset);
        try
        {
            while (await inbox.TakeAsync(IdleInterval, stopping) is var batch)
            {
                _ = parts.Log.KeepFirstOffsetAsync(partition);
                var goesOn = batch is null ? await IsStillAsync(start) : await CountAsync(start, batch).WaitAsync(_abandoned.Token);
                if (!goesOn)
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
            // The life and the checkpoint come together: the checkpoint was read in that life.
            var checkpoint = await _progress.GetAsync();
            if (checkpoint.Log == log)
                return new PartitionStart(checkpoint.Life, log, checkpoint.NextOffset);
            var first = await parts.Log.FirstOffsetAsync(partition, isNew: checkpoint.Log is not null);
            if (await _progress.AdvanceAsync(checkpoint.Life, log, first))
                return new PartitionStart(checkpoint.Life, log, first);
        }
    }

    private async Task<bool> IsStillAsync(PartitionStart start) =>
        (await _progress.GetAsync()).Life == start.Life && await parts.Log.IdentifyAsync() == start.Log;

    /// <returns>False: the store or the log is another; nothing of this batch may be taken as counted.</returns>
    private async Task<bool> CountAsync(PartitionStart start, PartitionBatch batch)
    {
        // Asked after the batch was fetched: only then it is certain which log its offsets belong to.
        if (await parts.Log.IdentifyAsync() != start.Log)
            return false;
        var letters = parts.Letters.WriteAsync([.. batch.Letters.Select(letter => Locate(letter, start.Log))], _abandoned.Token);
        var receipts = await DeliverAsync(start, batch.Slots);
        await letters;
        if (receipts.Any(receipt => receipt.OtherLife))
            return false;
        await RefuseAsync(start, [.. receipts.SelectMany(receipt => receipt.Refused)]);
        if (!await _progress.AdvanceAsync(start.Life, start.Log, batch.NextOffset))
            return false;
        parts.Progress.Reached(partition, batch.NextOffset);
        parts.Metrics.Counted(batch);
        return true;
    }

    private async Task<BatchReceipt[]> DeliverAsync(PartitionStart start, ImmutableArray<SlotClicks> slots)
    {
        var receipts = new BatchReceipt[slots.Length];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, slots.Length),
            new ParallelOptions { MaxDegreeOfParallelism = SlotsAtOnce, CancellationToken = _abandoned.Token },
            async (i, _) => receipts[i] = await DeliverAsync(start, slots[i]));
        return receipts;
    }

    /// <summary>One call of a slot at a time, until all of its users are counted.</summary>
    private async Task<BatchReceipt> DeliverAsync(PartitionStart start, SlotClicks slot)
    {
        var intake = parts.Grains.GrainOf<IClickIntakeGrain>(ClickSlots.KeyOf(slot.Slot));
        var users = slot.Users;
        ImmutableArray<RefusedClick> refused = [];
        while (true)
        {
            var receipt = await intake.DeliverAsync(new ClickDelivery(start.Log, partition, start.Life, users));
            refused = refused.AddRange(receipt.Refused);
            if (receipt.OtherLife || receipt.Left.IsDefaultOrEmpty)
                return receipt with { Refused = refused };
            _abandoned.Token.ThrowIfCancellationRequested();
            users = [.. receipt.Left.Select(position => users[position])];
        }
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

    [LoggerMessage(EventId = 3004, Level = LogLevel.Information, Message = "Partition {Partition} is counted from offset {Offset} on, in the store's life {Life}")]
    private partial void LogStart(int partition, long offset, string life);

    [LoggerMessage(EventId = 3005, Level = LogLevel.Warning, Message = "Partition {Partition} goes back to its checkpoint: the store has begun another life, or the topic is another")]
    private partial void LogRewind(int partition);

    [LoggerMessage(EventId = 3006, Level = LogLevel.Warning, Message = "Partition {Partition} was given up with a batch under way")]
    private partial void LogAbandoned(int partition);
}
