namespace OrleansState.Grains.Tests.Engine.Histories;

/// <summary>Carries out a plan against a real grain and writes down what the clients saw.</summary>
internal sealed class HistoryRun<TCall>(Func<TCall, CommandContext?, Task<string>> send)
    where TCall : notnull
{
    /// <summary>A client gives up on a keyed call after so many tries; its outcome then stays unknown.</summary>
    private const int MaxTries = 6;

    private readonly List<Operation<TCall>> _history = [];
    private readonly Lock _gate = new();
    private long _now;

    public Task CarryOutAsync(HistoryPlan<TCall> plan) =>
        Task.WhenAll(plan.Clients.Select((calls, client) => Task.Run(async () =>
        {
            var answers = new string?[calls.Length];
            for (var i = 0; i < calls.Length; i++)
                answers[i] = await CallAsync(client, calls[i].Call, Key(i));
            for (var i = 0; i < calls.Length; i++)
            {
                if (Key(i) is { } key && answers[i] is { } answer)
                    await CallAgainAsync(client, calls[i].Call, key, answer);
            }

            IdempotencyKey? Key(int i) => calls[i].Keyed ? IdempotencyKey.Create($"{client}/{i}", calls[i].Call.ToString()!) : null;
        })));

    /// <summary>One read after all of it, and the whole history in the order in which the calls were sent.</summary>
    public async Task<IReadOnlyList<Operation<TCall>>> ReadAtLastAsync(TCall read)
    {
        var answered = _history.Count;
        while (_history.Count == answered)
            await CallAsync(-1, read, null);
        return [.. _history.OrderBy(o => o.Invoked)];
    }

    private async Task<string?> CallAsync(int client, TCall call, IdempotencyKey? key)
    {
        var context = key is null ? null : new CommandContext(null, key);
        var invoked = Interlocked.Increment(ref _now);
        var mayHaveHappened = false;
        for (var tries = 1; tries <= MaxTries; tries++)
        {
            try
            {
                var answer = await send(call, context);
                Write(new Operation<TCall>(client, call, invoked, Interlocked.Increment(ref _now), answer));
                return answer;
            }
            catch (StoreUnavailableException fault)
            {
                mayHaveHappened |= fault.OutcomeUnknown;
                if (key is null && mayHaveHappened)
                    break;
            }
        }

        if (mayHaveHappened)
            Write(new Operation<TCall>(client, call, invoked, long.MaxValue, null));
        return null;
    }

    /// <summary>
    /// A keyed call once more, when others may have pushed its key out of the record. It has no effect of its own, so that it
    /// is written down only where its answer is another than the first one.
    /// </summary>
    private async Task CallAgainAsync(int client, TCall call, IdempotencyKey key, string first)
    {
        var invoked = Interlocked.Increment(ref _now);
        try
        {
            var answer = await send(call, new CommandContext(null, key));
            if (answer != first)
                Write(new Operation<TCall>(client, call, invoked, Interlocked.Increment(ref _now), answer));
        }
        catch (StoreUnavailableException)
        {
            // Whatever it waited for, it had its effect before.
            return;
        }
    }

    private void Write(Operation<TCall> operation)
    {
        lock (_gate)
            _history.Add(operation);
    }
}
