using System.Collections.Concurrent;

namespace OrleansState.KafkaBridge.Tests.Model;

internal enum Fault
{
    None,

    /// <summary>It never happens, and whoever asked knows.</summary>
    Fails,

    /// <summary>It never happens, and nobody knows.</summary>
    Vanishes,

    /// <summary>It happens, and its answer is lost.</summary>
    AnswerLost,

    /// <summary>Whoever asked gives up, and it happens some steps later.</summary>
    Late,
}

/// <summary>What goes wrong in a world, by its plan's seed, and what is still on its way there.</summary>
internal sealed class SimFaults(int seed, int percent)
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);
    private readonly List<(long Step, TaskCompletionSource Signal)> _waiting = [];
    private readonly ConcurrentBag<Task> _underWay = [];
    private long _step;
    private bool _over;

    public Fault Next()
    {
        lock (_gate)
        {
            return _over || _random.Next(100) >= percent ? Fault.None : (Fault)(1 + _random.Next(4));
        }
    }

    /// <summary>Completes when the plan has gone so many steps further, at once when no more faults are to come.</summary>
    public Task StepsAsync(int steps)
    {
        lock (_gate)
        {
            if (_over)
                return Task.CompletedTask;
            var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((_step + steps, signal));
            return signal.Task;
        }
    }

    /// <summary>Something happens later than whoever asked for it waits.</summary>
    public void Later(Func<Task> action, int? after = null)
    {
        int steps;
        lock (_gate)
            steps = after ?? (1 + _random.Next(4));
        _underWay.Add(RunAsync());

        async Task RunAsync()
        {
            await StepsAsync(steps);
            await action();
        }
    }

    public void NextStep()
    {
        lock (_gate)
            _step++;
        Release(w => w.Step <= _step);
    }

    /// <summary>Nothing fails any more, and what was on its way arrives.</summary>
    public async Task EndAsync()
    {
        lock (_gate)
            _over = true;
        Release(_ => true);
        await Task.WhenAll(_underWay).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Release(Predicate<(long Step, TaskCompletionSource Signal)> isDue)
    {
        List<(long Step, TaskCompletionSource Signal)> due;
        lock (_gate)
        {
            due = _waiting.FindAll(isDue);
            _waiting.RemoveAll(isDue);
        }

        foreach (var (_, signal) in due)
            signal.SetResult();
    }
}
