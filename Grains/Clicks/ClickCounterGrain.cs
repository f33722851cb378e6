using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansState.Clicks;
using OrleansState.Grains.Engine;
using OrleansState.Replies;
using OrleansState.Users;

namespace OrleansState.Grains.Clicks;

/// <summary>One user's click counts. Reentrant: concurrent increments share writes.</summary>
[Reentrant]
[GrainType("clicks")]
internal sealed class ClickCounterGrain(StateEngine engine) : Grain, IClickCounterGrain
{
    private DurableState<ClickCounterState> _counter = null!;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _counter = engine.Open("clicks", this.GetPrimaryKeyString(), ClickCounterState.Empty);
        return Task.CompletedTask;
    }

    public async Task<ClickCounts> GetAsync() => ClickRules.Totals((await _counter.ReadAsync()).State);

    public Task<Reply<ClickCount>> IncrementAsync(string action)
    {
        Check(action);
        return _counter.CommitAsync(state => ClickRules.Increment(state, action));
    }

    public async Task<ImmutableArray<RefusedClick>> ApplyAsync(ClickBatch batch)
    {
        Check(batch);
        return (await _counter.CommitAsync(state => ClickRules.Apply(state, batch))).Value;
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
