using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using OrleansState.Clicks;
using OrleansState.Grains.Placement;
using OrleansState.Grains.Users;
using OrleansState.Users;

namespace OrleansState.Grains.Clicks;

/// <summary>
/// One user's click counts. Reentrant: concurrent increments share writes. A read asks the store, since the slot's intake
/// may have written the record from another silo: while the slot was elsewhere, or while silos differ about where it is.
/// </summary>
[Reentrant]
[SlotPlacement]
[GrainType("clicks")]
internal sealed class ClickCounterGrain([DurableState(IClickCounterGrain.Kind, User = UserRelation.KeyIsUserId, FromLog = true)] IDurableState<ClickCounterState> state, SlotOwners owners, ClickMetrics metrics, TimeProvider clock, IOptions<GuestOptions> guests) : Grain, IClickCounterGrain
{
    private readonly long _began = clock.GetTimestamp();
    private int? _slot;

    /// <summary>The counter as it was when a rebuild asked last, in which epoch of the store, where it was beyond what had been read.</summary>
    private (string Epoch, StateVersion<ClickCounterState> Counter)? _beyond;

    public async Task<ClickCounts> GetAsync()
    {
        MoveIfMisplaced();
        var version = await state.ReadLatestAsync();
        return ClickRules.Totals(version.State) with { ETag = version.ETag };
    }

    public Task<Reply<ClickCount>> IncrementAsync(string action, CommandContext? context)
    {
        Check(action);
        MoveIfMisplaced();
        return state.CommitAsync(
            counter => ClickRules.Increment(counter, action, GuestUntil), (_, receipt) => new ClickCount(action, receipt.Number), context);
    }

    public Task<BatchReceipt> ApplyAsync(ClickBatch batch)
    {
        MoveIfMisplaced();
        return ApplyAsync(state, batch, metrics);
    }

    /// <summary>Counts a batch, in a turn of the state's activation.</summary>
    internal static async Task<BatchReceipt> ApplyAsync(IDurableState<ClickCounterState> counter, ClickBatch batch, ClickMetrics metrics)
    {
        Check(batch);
        try
        {
            return await CountAsync(counter, batch);
        }
        catch (UserErasedException)
        {
            // What Kafka still has of an erased user is passed over: counting it would bring the user back.
            metrics.SkippedErased(batch.Clicks.Length);
            return BatchReceipt.Counted;
        }
    }

    public async Task EraseAsync()
    {
        await state.EraseAsync();
        DeactivateOnIdle();
    }

    /// <summary>To the hour, so that a guest's next click seldom moves it.</summary>
    private DateTimeOffset? GuestUntil => Guests.IsGuest(this.GetPrimaryKeyString())
        ? new DateTimeOffset(((clock.GetUtcNow() + guests.Value.Retention).UtcTicks / TimeSpan.TicksPerHour * TimeSpan.TicksPerHour) + TimeSpan.TicksPerHour, TimeSpan.Zero)
        : null;

    /// <summary>The slot has another silo now: the next call belongs there.</summary>
    private void MoveIfMisplaced()
    {
        if (owners.IsMisplaced(_slot ??= ClickSlots.Of(this.GetPrimaryKeyString()), clock.GetElapsedTime(_began)))
            DeactivateOnIdle();
    }

    private static async Task<BatchReceipt> CountAsync(IDurableState<ClickCounterState> counter, ClickBatch batch)
    {
        var reply = await counter.CommitAsync(new LogCommand<ClickCounterState, ImmutableArray<RefusedClick>>(
            (state, log) => ClickRules.Apply(state, log, batch), Epoch: batch.Epoch));
        if (EpochMismatch.Is(reply.Refusal))
            return BatchReceipt.InOtherEpoch;
        return reply.Value.IsEmpty ? BatchReceipt.Counted : new BatchReceipt(false, reply.Value, []);
    }

    public async Task<Reply<LoggedClicks>> GetLoggedAsync()
    {
        MoveIfMisplaced();
        var version = await state.ReadLatestAsync();
        return new Reply<LoggedClicks>(ClickRules.Logged(version.State, version.Log), null, version.ETag);
    }

    public Task<Reply<ClickCounts>> ReplaceLoggedAsync(LoggedClicks found, CommandContext context)
    {
        ArgumentException.ThrowIfNullOrEmpty(context.IfMatch);
        return state.CommitAsync(new LogCommand<ClickCounterState, ClickCounts>(
            (counter, log) => ClickRules.ReplaceLogged(counter, log, found), context));
    }

    public async Task<RebuildReport> RebuildAsync(UserLog found, bool replaces)
    {
        MoveIfMisplaced();
        // The store is asked, since what is found right is written by nobody: a memory that is behind would not be noticed.
        var counter = await state.ReadLatestAsync();
        var report = Judge(counter, found);
        if (report.Outcome == RebuildOutcome.Beyond)
            return await WasRightAsync(counter, found) ?? report;
        if (report.Outcome != RebuildOutcome.Replaced)
            return report;
        if (!replaces)
            return report with { Outcome = (await state.ReadWithEpochAsync()).Epoch == found.Epoch ? RebuildOutcome.Differs : RebuildOutcome.EpochMismatch };
        var reply = await state.CommitAsync(new LogCommand<ClickCounterState, RebuildReport>(
            (counter, log) => RebuildRules.Rebuild(counter, log, found), Epoch: found.Epoch));
        return EpochMismatch.Is(reply.Refusal) ? report with { Outcome = RebuildOutcome.EpochMismatch } : reply.Value!;
    }

    /// <summary>
    /// Who is clicked all the time is always beyond what has been read. What the counter was when it was asked before can be
    /// judged by now; if that was right, so is what the rules have made of it since.
    /// </summary>
    private async Task<RebuildReport?> WasRightAsync(StateVersion<ClickCounterState> counter, UserLog found)
    {
        var epoch = (await state.ReadWithEpochAsync()).Epoch;
        var before = _beyond;
        _beyond = (epoch, counter);
        return before is { } earlier && earlier.Epoch == epoch && epoch == found.Epoch
            && Judge(earlier.Counter, found) is { Outcome: RebuildOutcome.Right } right ? right : null;
    }

    private static RebuildReport Judge(StateVersion<ClickCounterState> counter, UserLog found) =>
        RebuildRules.Rebuild(counter.State, counter.Log, found).Decision.Value!;

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
