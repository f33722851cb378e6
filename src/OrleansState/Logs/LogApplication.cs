using System.Collections.Immutable;

namespace OrleansState;

/// <summary>Applies the records of a log to a state, each once.</summary>
public static class LogApplication
{
    /// <summary>The code of the refusal of a redriven record where the state remembers as many of them as it can.</summary>
    public const string TooManyRedriven = "redrive-limit";

    /// <summary>
    /// Applies the records that the state does not contain yet, in their order and in one write with the mark that says so, and
    /// answers when that is durable. Delivered again, in whatever pieces, they change nothing and the same are refused. The records
    /// of a user who was erased are passed over.
    /// </summary>
    /// <param name="state">The state.</param>
    /// <param name="batch">The records.</param>
    /// <param name="apply">The rule for one record. A refusal sends the record to the dead letters and leaves the state as it was.</param>
    /// <exception cref="ArgumentException">The offsets do not ascend.</exception>
    /// <exception cref="StoreUnavailableException">The store did not answer: the batch may have taken effect, and is to be sent again.</exception>
    /// <exception cref="StateUnreadableException">There is a record that this program can't read.</exception>
    /// <exception cref="InvalidOperationException">More records were refused than a state remembers until they are settled; the batch is to be sent again later.</exception>
    public static async Task<LogReceipt> ApplyAsync<TState, TEvent, TValue>(
        this IDurableState<TState> state, LogBatch<TEvent> batch, Func<TState, TEvent, Decision<TState, TValue>> apply)
        where TState : class
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(apply);
        for (var i = 1; i < batch.Records.Length; i++)
        {
            if (batch.Records[i].Offset <= batch.Records[i - 1].Offset)
                throw new ArgumentException($"Offset {batch.Records[i].Offset} comes after {batch.Records[i - 1].Offset}; a batch is in ascending order.", nameof(batch));
        }

        try
        {
            ImmutableArray<RefusedRecord> refused = [];
            for (var rest = batch; ;)
            {
                var reply = await state.CommitAsync(new LogCommand<TState, AppliedPart>((before, log) => Decide(before, log, rest, apply), Epoch: batch.Epoch));
                if (EpochMismatch.Is(reply.Refusal))
                    return LogReceipt.InOtherEpoch;
                if (reply.Refusal?.Code == RefusalCodes.OutboxFull && state is DurableState<TState> durable && await durable.PublishedAsync(OutboxPatience))
                    continue;
                if (reply.Refusal is { } refusal)
                    throw new InvalidOperationException(refusal.Message);
                refused = refused.AddRange(reply.Value.Refused);
                rest = rest with { Records = rest.Records[reply.Value.Records..] };
                if (rest.Records.IsEmpty)
                    return refused.IsEmpty ? LogReceipt.Applied : new LogReceipt(false, refused);
            }
        }
        catch (UserErasedException)
        {
            // What a log still has of an erased user would bring the user back.
            return LogReceipt.Applied;
        }
    }

    /// <summary>
    /// Pure, so that it may be asked again: the state after the records of a batch, or after as many of them as tell no more events
    /// than one decision may.
    /// </summary>
    internal static LogDecision<TState, AppliedPart> Decide<TState, TEvent, TValue>(
        TState before, LogMemory log, LogBatch<TEvent> batch, Func<TState, TEvent, Decision<TState, TValue>> apply)
    {
        var mark = log.MarkOf(batch.Log, batch.Partition);
        var (state, memory, events) = (before, log.Settle(batch.Log, batch.Partition, batch.Settled), ImmutableArray.CreateBuilder<StateEvent>());
        var refused = ImmutableArray.CreateBuilder<RefusedRecord>();
        var unsettled = memory.RefusedOf(batch.Log, batch.Partition);
        var (taken, end) = (0, -1L);
        foreach (var record in batch.Records)
        {
            if (record.Offset <= mark)
            {
                if (memory.RefusalOf(batch.Log, batch.Partition, record.Offset) is { } known)
                    refused.Add(new RefusedRecord(batch.Partition, record.Offset, known));
            }
            else if (record.Origin is null || !memory.Redriven.Contains(record.Origin))
            {
                var decision = Decide(record, state, memory, apply);
                var told = decision.Events.IsDefaultOrEmpty ? 0 : decision.Events.Length;
                if (events.Count > 0 && events.Count + told > Outbox.MaxEvents)
                    break;
                if (decision.Refusal is { } refusal)
                {
                    refused.Add(new RefusedRecord(batch.Partition, record.Offset, refusal));
                    memory = memory.Refuse(batch.Log, batch.Partition, record.Offset, refusal);
                }
                else
                {
                    state = decision.State;
                    if (told > 0)
                        events.AddRange(decision.Events);
                    if (record.Origin is { } origin)
                        memory = memory with { Redriven = memory.Redriven.Add(origin) };
                }
            }

            (taken, end) = (taken + 1, record.Offset);
        }

        // What a batch adds is settled with it; what is left of those before it is not, and a sender that never settles is stopped.
        var refusals = memory.RefusedOf(batch.Log, batch.Partition);
        if (unsettled > 0 && refusals > unsettled && refusals > LogMemory.MaxRefused)
            return new(Decision.Refuse(before, TooManyRefused, $"{unsettled} records of this partition are refused and not settled; {LogMemory.MaxRefused} are the most."), log);
        // What has been settled is forgotten when something is written anyway.
        return new(
            Decision.Accept(state, new AppliedPart(taken, refused.DrainToImmutable())) with { Events = events.DrainToImmutable() },
            end <= mark ? log : memory.Reach(batch.Log, batch.Partition, end));
    }

    /// <summary>How long events that wait may take to be published before the batch is given back to be sent again later.</summary>
    private static readonly TimeSpan OutboxPatience = TimeSpan.FromSeconds(2);

    private const string TooManyRefused = "too-many-refused";

    private static Decision<TState, TValue> Decide<TState, TEvent, TValue>(LogRecord<TEvent> record, TState state, LogMemory memory, Func<TState, TEvent, Decision<TState, TValue>> apply) =>
        record.Origin is not null && memory.Redriven.Length >= LogMemory.MaxRedriven
            ? Decision.Refuse(state, TooManyRedriven, $"{LogMemory.MaxRedriven} redriven records of the state have been applied; a further one is not.")
            : apply(state, record.Event);
}

/// <summary>What became of the first records of a batch.</summary>
/// <param name="Records">How many of them were looked at.</param>
/// <param name="Refused">Those that were refused.</param>
internal readonly record struct AppliedPart(int Records, ImmutableArray<RefusedRecord> Refused);
