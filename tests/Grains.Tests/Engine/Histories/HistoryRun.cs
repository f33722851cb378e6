using OrleansState.Commands;
using OrleansState.Replies;

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
            for (var i = 0; i < calls.Length; i++)
                await CallAsync(client, calls[i].Call, calls[i].Keyed ? IdempotencyKey.Create($"{client}/{i}", calls[i].Call.ToString()!) : null);
        })));

    /// <summary>One read after all of it, and the whole history in the order in which the calls were sent.</summary>
    public async Task<IReadOnlyList<Operation<TCall>>> ReadAtLastAsync(TCall read)
    {
        var answered = _history.Count;
        while (_history.Count == answered)
            await CallAsync(-1, read, null);
        return [.. _history.OrderBy(o => o.Invoked)];
    }

    private async Task CallAsync(int client, TCall call, IdempotencyKey? key)
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
                return;
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
    }

    private void Write(Operation<TCall> operation)
    {
        lock (_gate)
            _history.Add(operation);
    }
}
