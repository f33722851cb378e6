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
            var reply = await state.CommitAsync(new LogCommand<TState, ImmutableArray<RefusedRecord>>(
                (before, log) => Decide(before, log, batch, apply), Epoch: batch.Epoch));
            if (EpochMismatch.Is(reply.Refusal))
                return LogReceipt.InOtherEpoch;
            if (reply.Refusal is { } refusal)
                throw new InvalidOperationException(refusal.Message);
            return reply.Value.IsEmpty ? LogReceipt.Applied : new LogReceipt(false, reply.Value);
        }
        catch (UserErasedException)
        {
            // What a log still has of an erased user would bring the user back.
            return LogReceipt.Applied;
        }
    }

    /// <summary>Pure, so that it may be asked again: the state after a batch, and the records of it that are refused.</summary>
    internal static LogDecision<TState, ImmutableArray<RefusedRecord>> Decide<TState, TEvent, TValue>(
        TState before, LogMemory log, LogBatch<TEvent> batch, Func<TState, TEvent, Decision<TState, TValue>> apply)
    {
        var mark = log.MarkOf(batch.Log, batch.Partition);
        var (state, memory, events) = (before, log.Settle(batch.Log, batch.Partition, batch.Settled), ImmutableArray.CreateBuilder<StateEvent>());
        var refused = ImmutableArray.CreateBuilder<RefusedRecord>();
        foreach (var record in batch.Records)
        {
            if (record.Offset <= mark)
            {
                if (memory.RefusalOf(batch.Log, batch.Partition, record.Offset) is { } known)
                    refused.Add(new RefusedRecord(batch.Partition, record.Offset, known));
                continue;
            }

            if (record.Origin is { } origin && memory.Redriven.Contains(origin))
                continue;
            var refusal = Apply(record, ref state, ref memory, events, apply);
            if (refusal is null)
                continue;
            refused.Add(new RefusedRecord(batch.Partition, record.Offset, refusal));
            memory = memory.Refuse(batch.Log, batch.Partition, record.Offset, refusal);
        }

        if (memory.Refused.Length > LogMemory.MaxRefused)
            return new(Decision.Refuse(before, TooManyRefused, $"{memory.Refused.Length} records of the state are refused and not settled; {LogMemory.MaxRefused} are the most."), log);
        var end = batch.Records.IsEmpty ? -1 : batch.Records[^1].Offset;
        // What has been settled is forgotten when something is written anyway.
        return new(
            Decision.Accept(state, refused.DrainToImmutable()) with { Events = events.DrainToImmutable() },
            end <= mark ? log : memory.Reach(batch.Log, batch.Partition, end));
    }

    private const string TooManyRefused = "too-many-refused";

    private static Refusal? Apply<TState, TEvent, TValue>(
        LogRecord<TEvent> record, ref TState state, ref LogMemory memory, ImmutableArray<StateEvent>.Builder events, Func<TState, TEvent, Decision<TState, TValue>> apply)
    {
        if (record.Origin is not null && memory.Redriven.Length >= LogMemory.MaxRedriven)
            return new Refusal(TooManyRedriven, $"{LogMemory.MaxRedriven} redriven records of the state have been applied; a further one is not.");
        var decision = apply(state, record.Event);
        if (decision.Refusal is { } refusal)
            return refusal;
        state = decision.State;
        if (!decision.Events.IsDefaultOrEmpty)
            events.AddRange(decision.Events);
        if (record.Origin is { } origin)
            memory = memory with { Redriven = memory.Redriven.Add(origin) };
        return null;
    }
}
