namespace OrleansState.Testing;

/// <summary>Carries out a plan against a real grain and writes down what the clients saw.</summary>
internal sealed class HistoryRun(HistorySilos silos, HistoryPlan plan) : IDisposable
{
    /// <summary>A client gives up on a call after so many tries; its outcome then stays unknown.</summary>
    private const int MaxTries = 6;

    private readonly HistoryRecorder _recorder = new();
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly HistoryGrain _grain = silos.NextGrain(plan.TwoActivations);

    /// <param name="lastCalls">What a new activation is asked when all is over.</param>
    public async Task<History> CarryOutAsync(IReadOnlyList<ModelCall> lastCalls)
    {
        silos.Store.Follow(new FaultPlan(plan.Accesses, what => _recorder.Add(Lanes.Store, what)));
        await Task.WhenAll(plan.Clients.Select((_, client) => Task.Run(() => ActAsync(client))));
        await _grain.DeactivateAsync();
        foreach (var call in lastCalls)
            await AskAtLastAsync(call);
        if (silos.Store.Memory.Disagreement is { } disagreement)
            throw new IndexDisagreesException(disagreement);
        silos.Store.Follow(FaultPlan.None);
        return _recorder.History();
    }

    /// <summary>What has happened until now, for a history that broke off.</summary>
    public History SoFar() => _recorder.History();

    public void Dispose() => _oneAtATime.Dispose();

    private async Task ActAsync(int client)
    {
        var steps = plan.Clients[client];
        var answers = new string?[steps.Length];
        for (var i = 0; i < steps.Length; i++)
            answers[i] = await ActAsync(client, steps[i], Key(i));
        for (var i = 0; i < steps.Length; i++)
        {
            if (Key(i) is { } key && answers[i] is { } answer)
                await CallAgainAsync(client, steps[i].Call!, key, answer);
        }

        IdempotencyKey? Key(int i) => steps[i].IsKeyed ? IdempotencyKey.Create($"{client}/{i}", steps[i].Call!.Text) : null;
    }

    private async Task<string?> ActAsync(int client, HistoryStep step, IdempotencyKey? key)
    {
        if (step.Verb == HistoryVerb.Call)
            return await CallAsync(client, step.Call!, key);
        // What a store loses while an activation ends nobody can give back.
        await _oneAtATime.WaitAsync();
        try
        {
            await DisturbAsync(client, step.Verb);
            return null;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private async Task DisturbAsync(int client, HistoryVerb verb)
    {
        switch (verb)
        {
            case HistoryVerb.Deactivate:
                await _grain.DeactivateAsync(client);
                // The next activation does not know what this one wrote before it has read it.
                _grain.Sync();
                _recorder.Add(client, "ends the activation");
                break;
            case HistoryVerb.Sync:
                _recorder.Add(Lanes.Store, "is synced");
                _grain.Sync();
                break;
            default:
                _recorder.Add(Lanes.Store, "loses its tail");
                await _grain.LoseTailAsync();
                break;
        }
    }

    private async Task<string?> CallAsync(int client, ModelCall call, IdempotencyKey? key)
    {
        var context = key is null ? null : new CommandContext(null, key);
        var invoked = _recorder.Tick();
        var mayHaveHappened = false;
        for (var tries = 0; tries < MaxTries; tries++)
        {
            try
            {
                var answer = await call.SendAsync(_grain.EnteringBy(client + tries), context);
                _recorder.Add(new Operation(client, call, invoked, _recorder.Tick(), answer, key is not null, _grain.HasTwoActivations));
                return answer;
            }
            catch (StoreUnavailableException fault)
            {
                mayHaveHappened |= fault.OutcomeUnknown;
                if (key is null && mayHaveHappened)
                    break;
            }
        }

        if (mayHaveHappened && !call.Operation.IsRead)
            _recorder.Add(new Operation(client, call, invoked, long.MaxValue, null, key is not null));
        return null;
    }

    /// <summary>
    /// A keyed call once more, when others may have pushed its key out of the record. It has no effect of its own, so that it
    /// is written down only where its answer is another than the first one.
    /// </summary>
    private async Task CallAgainAsync(int client, ModelCall call, IdempotencyKey key, string first)
    {
        var invoked = _recorder.Tick();
        try
        {
            var answer = await call.SendAsync(_grain.EnteringBy(client), new CommandContext(null, key));
            if (answer != first)
                _recorder.Add(new Operation(client, call, invoked, _recorder.Tick(), answer, IsKeyed: true, First: first));
        }
        catch (StoreUnavailableException)
        {
            // Whatever it waited for, it had its effect before.
            return;
        }
    }

    private async Task AskAtLastAsync(ModelCall call)
    {
        while (true)
        {
            var invoked = _recorder.Tick();
            try
            {
                var answer = await call.SendAsync(_grain.EnteringBy(0), null);
                _recorder.Add(new Operation(Lanes.AtLast, call, invoked, _recorder.Tick(), answer));
                return;
            }
            catch (StoreUnavailableException fault)
            {
                if (fault.OutcomeUnknown && !call.Operation.IsRead)
                    _recorder.Add(new Operation(Lanes.AtLast, call, invoked, long.MaxValue, null));
            }
        }
    }
}
