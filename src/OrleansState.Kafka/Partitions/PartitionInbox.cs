using OrleansState.Kafka.Batches;
using OrleansState.Kafka.DeadLetters;

namespace OrleansState.Kafka.Partitions;

/// <summary>What bounds a partition's inbox.</summary>
internal static class PartitionInbox
{
    /// <summary>Records of one batch; as many again may be under way with the worker.</summary>
    public const int MaxRecords = 32 * 1024;

    /// <summary>
    /// Bytes of a batch's dead letters; the last one may go beyond. An event is as large as what its reader makes of it, but a
    /// record that can't be used is kept as it is, and may have megabytes.
    /// </summary>
    public const long MaxLetterBytes = 8 * 1024 * 1024;
}

/// <summary>
/// What has been read of a partition and not been taken by its worker. While the worker is busy the next batch gathers
/// here, up to a bound: the slower the store, the larger the batches and the fewer the writes an event. One inbox serves one
/// reading from one place; a worker that begins anew takes a new one, so that nothing read before can get into it.
/// </summary>
internal sealed class PartitionInbox<TEvent>(int partition, TimeProvider clock, Func<string, int> slotOf)
{
    /// <summary>From so many records in a batch on the log is behind, and the next batch may wait to become a large one.</summary>
    private const int BusyRecords = 1024;

    /// <summary>How long it may: far less than anybody waits for a count to be visible.</summary>
    private static readonly TimeSpan FillPatience = TimeSpan.FromMilliseconds(300);

    private readonly object _gate = new();
    private TaskCompletionSource _full = NewSignal();
    private bool _isBusy;
    private BatchBuilder<TEvent> _builder = new(slotOf);
    private TaskCompletionSource _arrival = NewSignal();
    private Action? _onRoom;

    public int Partition => partition;

    /// <summary>Records that the worker has not taken.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
                return _builder.Records;
        }
    }

    /// <summary>Adds a record. False: it was the last one that there is room for.</summary>
    public bool Add(long offset, in ReadEvent<TEvent> read, DeadLetter? letter, RedriveClaim? claim = null)
    {
        lock (_gate)
        {
            _builder.Add(offset, read, letter, claim);
            if (_builder.Records == 1)
                _arrival.TrySetResult();
            if (!_builder.IsFull)
                return true;
            _full.TrySetResult();
            return false;
        }
    }

    /// <summary>
    /// The log goes on at this offset: what lies between holds nothing that anybody is given. The worker is not woken for it;
    /// it takes it with the next record, or when it has waited in vain.
    /// </summary>
    public void Pass(long nextOffset)
    {
        lock (_gate)
            _builder.Pass(nextOffset);
    }

    /// <summary>Something was deleted before it could be read.</summary>
    public void Lose(LostRecords lost)
    {
        lock (_gate)
        {
            _builder.Lose(lost);
            _arrival.TrySetResult();
        }
    }

    /// <summary>Waits for the worker to take what there is. False: it has not, for this long.</summary>
    public bool WaitForRoom(TimeSpan patience)
    {
        lock (_gate)
            return !_builder.IsFull || (Monitor.Wait(_gate, patience) && !_builder.IsFull);
    }

    /// <summary>Calls back once when there is room, perhaps at once.</summary>
    public void WhenRoom(Action callback)
    {
        lock (_gate)
        {
            if (_builder.IsFull)
            {
                _onRoom = callback;
                return;
            }
        }

        callback();
    }

    /// <summary>All that has gathered; null when nothing has come for this long, and there is nothing to pass.</summary>
    public async Task<PartitionBatch<TEvent>?> TakeAsync(TimeSpan patience, CancellationToken cancelled)
    {
        try
        {
            await Arrival().WaitAsync(patience, clock, cancelled);
        }
        catch (TimeoutException)
        {
            return Close(Swap());
        }

        if (_isBusy)
            await Full().WaitAsync(FillPatience, clock, cancelled).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancelled.ThrowIfCancellationRequested();
        var taken = Swap();
        _isBusy = taken.Records >= BusyRecords;
        return Close(taken);
    }

    private static PartitionBatch<TEvent>? Close(BatchBuilder<TEvent> taken) => taken.IsEmpty ? null : taken.Close();

    private Task Arrival()
    {
        lock (_gate)
            return _arrival.Task;
    }

    private Task Full()
    {
        lock (_gate)
            return _full.Task;
    }

    private BatchBuilder<TEvent> Swap()
    {
        BatchBuilder<TEvent> taken;
        Action? onRoom;
        lock (_gate)
        {
            (taken, _builder) = (_builder, new BatchBuilder<TEvent>(slotOf));
            (onRoom, _onRoom) = (_onRoom, null);
            if (_arrival.Task.IsCompleted)
                _arrival = NewSignal();
            if (_full.Task.IsCompleted)
                _full = NewSignal();
            Monitor.Pulse(_gate);
        }

        onRoom?.Invoke();
        return taken;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
