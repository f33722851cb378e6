using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrleansState.Clicks;
using OrleansState.Grains.Clicks;
using OrleansState.Kafka.Progress;
using OrleansState.Testing;

namespace OrleansState.Grains.Tests.Engine.TailLoss;

/// <summary>
/// One partition of events, counted by two workers and two activations that know nothing of each other, over a store that
/// loses its tail: the real engine and rules, one step after another.
/// </summary>
internal sealed class TailLossRun(IServiceProvider services, TailLossFlaw flaw)
{
    private const string Log = "events";

    /// <summary>Events in the partition.</summary>
    private const long Events = 10;

    private readonly MemoryStore _store = new();
    private readonly DurableState<ClickCounterState>?[] _counters = new DurableState<ClickCounterState>?[2];
    private readonly DurableState<CheckpointState>?[] _progress = new DurableState<CheckpointState>?[2];
    private readonly (string Epoch, long Next)?[] _workers = new (string, long)?[2];
    private StoreSnapshot? _synced;

    /// <summary>Carries out the steps; then a new worker counts what its checkpoint says is left. Returns the count.</summary>
    public static Task<long> CountAsync(IServiceProvider services, TailLossFlaw flaw, IEnumerable<TailLossStep> steps)
    {
        // A durable state runs on one scheduler only, as an activation gives it; on the pool its loads would race each other.
        var turns = new TaskFactory(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
        return turns.StartNew(() => CountInTurnsAsync(services, flaw, steps)).Unwrap();
    }

    private static async Task<long> CountInTurnsAsync(IServiceProvider services, TailLossFlaw flaw, IEnumerable<TailLossStep> steps)
    {
        var run = new TailLossRun(services, flaw);
        if (flaw == TailLossFlaw.None)
            run._store.Check = new IndexCheck([run.Engine().KindOf("clicks", ClickCounterState.Empty, restoresLostWrites: true, fromLog: true)]);
        foreach (var step in steps)
            await run.CarryOutAsync(step);
        run._workers[0] = null;
        run._progress[0] = null;
        run._counters[0] = null;
        for (var deliveries = 0; (await run.WorkerAsync(0)).Next < Events; deliveries++)
        {
            if (deliveries == 1000)
                throw new InvalidOperationException("The last worker does not come to the end of the log.");
            await run.DeliverAsync(0, 0, 3);
        }

        var total = ClickRules.Totals((await run.Counter(0).ReadAsync()).State).Total;
        // What was lost of records was lost of indexes too, and what was counted again is in both.
        Assert.Null(run._store.Disagreement);
        if (flaw == TailLossFlaw.None)
            Assert.Equal(total, (await run._store.ReadSumsAsync([ClickIndexes.ByAction])).Values.Sum());
        return total;
    }

    private async Task CarryOutAsync(TailLossStep step)
    {
        switch (step.Verb)
        {
            case TailLossVerb.Deliver:
                await DeliverAsync(step.Worker, step.Activation, step.Events);
                break;
            case TailLossVerb.Advance:
                await AdvanceAsync(step.Worker);
                break;
            case TailLossVerb.Sync:
                _synced = _store.Snapshot();
                break;
            case TailLossVerb.Crash:
                _store.Restart(_synced ?? StoreSnapshot.Empty);
                break;
            case TailLossVerb.Notice:
                await Counter(step.Activation).RevalidateAsync(_store.Epoch);
                break;
            case TailLossVerb.CounterDies:
                _counters[step.Activation] = null;
                break;
            case TailLossVerb.ProgressDies:
                _progress[step.Worker] = null;
                break;
            default:
                _workers[step.Worker] = null;
                break;
        }
    }

    private async Task DeliverAsync(int worker, int activation, int events)
    {
        var (epoch, next) = await WorkerAsync(worker);
        var end = Math.Min(Events, next + events);
        if (next >= end)
            return;
        var clicks = Enumerable.Range((int)next, (int)(end - next)).Select(offset => new LoggedClick(offset, "click")).ToImmutableArray();
        var batch = new ClickBatch(Log, 0, epoch, clicks);
        var reply = await Counter(activation).CommitAsync(
            new LogCommand<ClickCounterState, ImmutableArray<RefusedClick>>((counter, log) => ClickRules.Apply(counter, log, batch), Epoch: epoch));
        _workers[worker] = EpochMismatch.Is(reply.Refusal) ? null : (epoch, end);
    }

    private async Task AdvanceAsync(int worker)
    {
        var (epoch, next) = await WorkerAsync(worker);
        var reply = await Progress(worker).CommitAsync(
            new Command<CheckpointState, bool>(state => CheckpointRules.Advance(state, Log, next, EpochTokens.GenerationOf(epoch)), Epoch: epoch));
        if (EpochMismatch.Is(reply.Refusal))
            _workers[worker] = null;
    }

    private async ValueTask<(string Epoch, long Next)> WorkerAsync(int worker)
    {
        if (_workers[worker] is { } known)
            return known;
        var (version, epoch) = await Progress(worker).ReadWithEpochAsync();
        _workers[worker] = (epoch, version.State.NextOffset);
        return (epoch, version.State.NextOffset);
    }

    private DurableState<ClickCounterState> Counter(int activation) =>
        _counters[activation] ??= Engine().OpenAsync("clicks", "1", ClickCounterState.Empty).Result;

    private DurableState<CheckpointState> Progress(int worker) =>
        _progress[worker] ??= Engine().OpenAsync("partition", "0", CheckpointState.Unread, restoresLostWrites: flaw == TailLossFlaw.HealedProgress).Result;

    private StateEngine Engine() => new(
        FlawedStores.Around(_store, flaw), services.GetRequiredService<EngineMetrics>(), TimeProvider.System,
        Options.Create(new IdempotencyOptions()), services);
}
