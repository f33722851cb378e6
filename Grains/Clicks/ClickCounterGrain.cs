using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansState.Clicks;
using OrleansState.Commands;
using OrleansState.Grains.Engine;
using OrleansState.Grains.Placement;
using OrleansState.Replies;
using OrleansState.Users;

namespace OrleansState.Grains.Clicks;

/// <summary>
/// One user's click counts. Reentrant: concurrent increments share writes. A read asks the store, since the slot's intake
/// may have written the record from another silo: while the slot was elsewhere, or while silos differ about where it is.
/// </summary>
[Reentrant]
[SlotPlacement]
[GrainType("clicks")]
internal sealed class ClickCounterGrain(StateEngine engine, SlotOwners owners)
    : StateGrain<ClickCounterState>(engine, Kind, ClickCounterState.Empty), IClickCounterGrain
{
    internal const string Kind = "clicks";

    private int? _slot;

    public async Task<ClickCounts> GetAsync()
    {
        MoveIfMisplaced();
        return ClickRules.Totals((await State.ReadAnewAsync()).State);
    }

    public Task<Reply<ClickCount>> IncrementAsync(string action, CommandContext? context)
    {
        Check(action);
        MoveIfMisplaced();
        return State.CommitAsync(
            counter => ClickRules.Increment(counter, action), (_, receipt) => new ClickCount(action, receipt.Number), context);
    }

    public Task<BatchReceipt> ApplyAsync(ClickBatch batch)
    {
        MoveIfMisplaced();
        return ApplyAsync(State, batch);
    }

    /// <summary>Counts a batch, in a turn of the state's activation.</summary>
    internal static async Task<BatchReceipt> ApplyAsync(DurableState<ClickCounterState> counter, ClickBatch batch)
    {
        Check(batch);
        try
        {
            return await CountAsync(counter, batch);
        }
        catch (UserErasedException)
        {
            // What Kafka still has of an erased user is passed over: counting it would bring the user back.
            counter.Metrics.Skipped(batch.Clicks.Length);
            return BatchReceipt.Counted;
        }
    }

    public async Task EraseAsync()
    {
        await State.EraseAsync();
        DeactivateOnIdle();
    }

    /// <summary>The slot has another silo now: the next call belongs there.</summary>
    private void MoveIfMisplaced()
    {
        if (owners.IsMisplaced(_slot ??= ClickSlots.Of(this.GetPrimaryKeyString()), Age))
            DeactivateOnIdle();
    }

    private static async Task<BatchReceipt> CountAsync(DurableState<ClickCounterState> counter, ClickBatch batch)
    {
        var reply = await counter.CommitAsync(new Command<ClickCounterState, ImmutableArray<RefusedClick>>(
            state => ClickRules.Apply(state, batch), Life: batch.Life));
        if (OtherLife.Is(reply.Refusal))
            return BatchReceipt.InOtherLife;
        return reply.Value.IsEmpty ? BatchReceipt.Counted : new BatchReceipt(false, reply.Value, []);
    }

    public async Task<Reply<LoggedClicks>> GetLoggedAsync()
    {
        MoveIfMisplaced();
        var version = await State.ReadAnewAsync();
        return new Reply<LoggedClicks>(ClickRules.Logged(version.State), null, version.ETag.ToString());
    }

    public Task<Reply<ClickCounts>> ReplaceLoggedAsync(LoggedClicks found, CommandContext context)
    {
        ArgumentException.ThrowIfNullOrEmpty(context.IfMatch);
        return State.CommitAsync(new Command<ClickCounterState, ClickCounts>(
            counter => ClickRules.ReplaceLogged(counter, found), Context: context));
    }

    private static void Check(ClickBatch batch)
    {
        var before = -1L;
        foreach (var click in batch.Clicks)
        {
            Check(click.Action);
            if (click.Offset <= before)
                throw new ArgumentException($"Offset {click.Offset} comes after {before}; a batch is in ascending order.", nameof(batch));
            before = click.Offset;
        }
    }

    private static void Check(string action)
    {
        if (!Labels.IsValid(action, ClickLimits.ActionLength))
            throw new ArgumentException($"An action has 1 to {ClickLimits.ActionLength} characters.", nameof(action));
    }
}
