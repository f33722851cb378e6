using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansState.Clicks;
using OrleansState.Kafka;
using OrleansState.Kafka.DeadLetters;
using OrleansState.Kafka.Group;
using OrleansState.Kafka.Health;
using OrleansState.Kafka.Log;
using OrleansState.Kafka.Partitions;
using OrleansState.Kafka.Progress;
using OrleansState.Kafka.Topics;
using OrleansState.Kafka.Waiting;
using OrleansState.KafkaBridge.Clicks;

namespace OrleansState.KafkaBridge.Tests.Model;

/// <summary>
/// A bridge process with one real worker. Everything it does goes through here, so that a killed one does nothing more,
/// calls fail by the plan, and mistakes can be planted without touching the worker.
/// </summary>
internal sealed class SimBridge : IEventLog<ClickEvent>, IDeadLetterWriter, IDisposable
{
    /// <summary>How many steps later that happens which a planted mistake puts off: one to be quiet, one to die.</summary>
    private const int PlantedSteps = 3;

    private static readonly Task<object> Never = new TaskCompletionSource<object>().Task;

    private readonly World _world;
    private readonly PartitionWorker<ClickEvent> _worker;
    private volatile bool _dead;
    private long _reached = -1;
    private int _looks;

    public SimBridge(World world, int partition)
    {
        (_world, Partition) = (world, partition);
        var grains = GrainProxy.Create<IGrainFactory>(Find);
        var parts = new BridgeParts(
            grains, new GroupProgress(), world.Cluster.Metrics, new RecentLosses(world.Clock), world.Retry,
            new CheckpointKeys(Options.Create(new KafkaIngestOptions { GroupId = world.Name })), world.Clock);
        var topic = new TopicParts<ClickEvent>(new IngestTopic("events", "events.dlq", null), new ClickHandler(grains), this, this);
        _worker = new PartitionWorker<ClickEvent>(partition, topic, parts, NullLogger.Instance);
        _worker.Start();
    }

    public int Partition { get; }

    public bool IsAlive => !_dead;

    /// <summary>How often it has learnt where its partition stands.</summary>
    public int Looks => Volatile.Read(ref _looks);

    /// <summary>Whether it has counted to the end, as far as it knows.</summary>
    public bool IsAtEnd => Interlocked.Read(ref _reached) >= _world.Topic.End(Partition);

    /// <summary>kill -9: what is on its way may arrive, and nothing follows it.</summary>
    public void Kill()
    {
        if (_dead)
            return;
        _dead = true;
        _ = EndAsync();
    }

    public void Dispose() => Kill();

    public Task<string> IdentifyAsync() => CallAsync(() => Task.FromResult(SimTopic.Log));

    public Task<long> StartOffsetAsync(int partition, bool isNew) => CallAsync(() => Task.FromResult(0L));

    public Task KeepStartOffsetAsync(int partition) => Task.CompletedTask;

    public void ReadFrom(PartitionInbox<ClickEvent> inbox, long offset)
    {
        if (!_dead)
            _world.Topic.ReadFrom(inbox, offset);
    }

    public void Leave(PartitionInbox<ClickEvent> inbox) => _world.Topic.Leave(inbox);

    public Task<IReadOnlySet<RedriveClaim>> ProveAsync(IReadOnlyCollection<RedriveClaim> claims) => throw new NotSupportedException("No event of this log was redriven.");

    public Task<LogStretch<ClickEvent>> ReadAgainAsync(int partition, long from, long last, IReadOnlySet<string> keys, Func<string, int> slotOf) =>
        CallAsync(() => Task.FromResult(_world.Topic.ReadAgain(partition, from, last, keys, slotOf)));

    public Task<IReadOnlyList<DeadLetter>> FetchAsync(int partition, string topicId, IReadOnlyList<RefusedEvent> refused) =>
        CallAsync(() => Task.FromResult<IReadOnlyList<DeadLetter>>(
            [.. refused.Select(r => SimTopic.Letter(new LogPosition(topicId, partition, r.Offset), r.Reason))]));

    public Task WriteAsync(IReadOnlyCollection<DeadLetter> letters, CancellationToken cancelled)
    {
        if (letters.Count == 0)
            return Task.CompletedTask;
        if (_world.Bug != PlantedBug.LetterAfterTheOffset)
            return CallAsync(() => Task.FromResult(Write()));
        _world.Faults.Later(() => _dead ? Task.CompletedTask : Task.FromResult(Write()), PlantedSteps);
        return Task.CompletedTask;

        bool Write()
        {
            foreach (var letter in letters)
                _world.Letters.Enqueue(letter.Origin);
            return true;
        }
    }

    private async Task EndAsync()
    {
        using (_worker)
            await _worker.StopAsync(TimeSpan.Zero);
    }

    private object Find(MethodInfo method, object?[] args)
    {
        var key = (string)args[0]!;
        if (method.ReturnType == typeof(ICheckpointGrain))
            return GrainProxy.Create<ICheckpointGrain>((call, a) => call.Name switch
            {
                nameof(ICheckpointGrain.GetAsync) => CallAsync(() => LookAsync(key)),
                nameof(ICheckpointGrain.AdvanceFromAsync) when _world.Bug != PlantedBug.ProgressFromNothing => CallAsync(
                    () => AdvanceAsync(key, (long)a[3]!, grain => grain.AdvanceFromAsync((string)a[0]!, (string)a[1]!, (long)a[2]!, (long)a[3]!))),
                _ => CallAsync(() => AdvanceAsync(key, (long)a[^1]!, grain => grain.AdvanceAsync((string)a[0]!, (string)a[1]!, (long)a[^1]!))),
            });
        if (method.ReturnType == typeof(IWaitingEventsGrain))
            return GrainProxy.Create<IWaitingEventsGrain>((call, a) => Wait(_world.Grains.GetGrain<IWaitingEventsGrain>(key), call.Name, a));
        if (method.ReturnType == typeof(IClickCounterGrain))
            return GrainProxy.Create<IClickCounterGrain>((_, _) => CallAsync(() => _world.Grains.GetGrain<IClickCounterGrain>(key).GetAsync()));
        return GrainProxy.Create<IClickIntakeGrain>((_, a) => CallAsync(() => DeliverAsync(key, (ClickDelivery)a[0]!)));
    }

    private Task Wait(IWaitingEventsGrain waiting, string call, object?[] args) => call switch
    {
        nameof(IWaitingEventsGrain.GetAsync) => CallAsync(async () => await waiting.GetAsync() is var users && _world.Bug == PlantedBug.WaitingNotAsked ? users with { Users = [] } : users),
        nameof(IWaitingEventsGrain.AddAsync) => _world.Bug == PlantedBug.WaitingNotNoted
            ? Task.FromResult(true) : CallAsync(() => waiting.AddAsync((string)args[0]!, (string)args[1]!, (ImmutableArray<WaitingUser>)args[2]!)),
        _ => CallAsync(() => waiting.RemoveAsync((string)args[0]!, (string)args[1]!, (ImmutableArray<WaitingUser>)args[2]!)),
    };

    private async Task<Checkpoint> LookAsync(string key)
    {
        var checkpoint = await GetAsync(key);
        Interlocked.Exchange(ref _reached, checkpoint.NextOffset);
        Interlocked.Increment(ref _looks);
        return checkpoint;
    }

    private async Task<Checkpoint> GetAsync(string key)
    {
        var checkpoint = await _world.Grains.GetGrain<ICheckpointGrain>(key).GetAsync();
        switch (_world.Bug)
        {
            case PlantedBug.CheckpointOutsideTheStore:
                return checkpoint with { Log = SimTopic.Log, NextOffset = _world.Remembered(key) };
            case PlantedBug.CheckpointHeals when _world.Remembered(key) > checkpoint.NextOffset:
                return await _world.Grains.GetGrain<ICheckpointGrain>(key).AdvanceAsync(checkpoint.Epoch, SimTopic.Log, _world.Remembered(key))
                    ? checkpoint with { Log = SimTopic.Log, NextOffset = _world.Remembered(key) } : checkpoint;
            case PlantedBug.CheckpointBeforeEpoch:
                using (_world.Idle())
                    await _world.Faults.StepsAsync(2);
                return checkpoint with { Epoch = _world.Store.Epoch };
            default:
                return checkpoint;
        }
    }

    private async Task<bool> AdvanceAsync(string key, long nextOffset, Func<ICheckpointGrain, Task<bool>> advance)
    {
        var moved = await advance(_world.Grains.GetGrain<ICheckpointGrain>(key));
        if (moved)
        {
            _world.Remember(key, nextOffset);
            Interlocked.Exchange(ref _reached, nextOffset);
        }

        return moved;
    }

    private Task<BatchReceipt> DeliverAsync(string key, ClickDelivery delivery)
    {
        var intake = _world.Grains.GetGrain<IClickIntakeGrain>(key);
        switch (_world.Bug)
        {
            case PlantedBug.CommitBeforeApply:
                _world.Faults.Later(() => _dead ? Task.CompletedTask : intake.DeliverAsync(delivery), PlantedSteps);
                return Task.FromResult(BatchReceipt.Counted);
            case PlantedBug.NoMarks:
                return intake.DeliverAsync(delivery with { Log = Guid.NewGuid().ToString("N") });
            case PlantedBug.LateWorkerAccepted:
                return intake.DeliverAsync(delivery with { Epoch = _world.Store.Epoch });
            case PlantedBug.CountedInMemoryOfAnotherEpoch:
                return DeliverUnknownAsync(intake, delivery);
            default:
                return intake.DeliverAsync(delivery);
        }
    }

    private async Task<BatchReceipt> DeliverUnknownAsync(IClickIntakeGrain intake, ClickDelivery delivery)
    {
        if (delivery.Users.All(u => u.Clicks[^1].Offset < _world.Remembered($"{u.UserId}/{delivery.Partition}")))
            return BatchReceipt.Counted;
        var receipt = await intake.DeliverAsync(delivery);
        if (!receipt.EpochMismatch)
        {
            foreach (var user in delivery.Users)
                _world.Remember($"{user.UserId}/{delivery.Partition}", user.Clicks[^1].Offset + 1);
        }

        return receipt;
    }

    /// <summary>A call of this process, with what the plan does to it.</summary>
    private async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        await StopIfDeadAsync();
        switch (_world.Faults.Next())
        {
            case Fault.Fails or Fault.Vanishes:
                throw new TimeoutException("A call was not sent.");
            case Fault.AnswerLost:
                await call();
                throw new TimeoutException("A call's answer was lost.");
            case Fault.Late:
                _world.Faults.Later(call);
                throw new TimeoutException("A call took too long.");
            default:
                T answer;
                using (_world.Busy())
                    answer = await call();
                await StopIfDeadAsync();
                return answer;
        }
    }

    private Task StopIfDeadAsync() => _dead ? Never : Task.CompletedTask;
}
