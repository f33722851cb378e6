namespace OrleansState;

/// <summary>
/// Sees that the deadlines of an active state are kept though nobody calls. One timer is armed for a state, not one a change: it
/// looks when it fires and is armed again where no deadline has come, or anew where one comes sooner. It keeps no activation in memory:
/// what is found due and has none is the sweep's.
/// </summary>
internal sealed class DeadlineTimer<TState>(DurableState<TState> state, Func<TState, DateTimeOffset?> nextDue, Activation activation, TimeProvider clock)
    where TState : class
{
    /// <summary>
    /// Longest wait of one timer. Orleans' timers end at 49.7 days; a day costs a state that is in memory for longer one look a day.
    /// </summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// A state that is past its deadline though it was asked is looked at again after this, and then after twice as long each time: its
    /// rule left it so, or the store did not answer.
    /// </summary>
    private static readonly TimeSpan FirstOverdue = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestOverdue = TimeSpan.FromSeconds(15);

    /// <summary>How long what the expiry tells is waited for.</summary>
    private static readonly TimeSpan Publishing = TimeSpan.FromSeconds(10);

    private IGrainTimer? _timer;
    private DateTimeOffset _firesAt;
    private TimeSpan _overdue = FirstOverdue;

    public void Watch(TState durable)
    {
        if (nextDue(durable) is not { } deadline || (_timer is not null && deadline >= _firesAt))
            return;
        var left = deadline - clock.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            Arm(NextOverdue());
            return;
        }

        _overdue = FirstOverdue;
        Arm(left < ShortestWait ? ShortestWait : left > LongestWait ? LongestWait : left);
    }

    public void Stop()
    {
        _timer?.Dispose();
        _timer = null;
    }

    private void Arm(TimeSpan due)
    {
        Stop();
        _firesAt = clock.GetUtcNow() + due;
        _timer = activation.StartTimer(static (timer, _) => timer.LookAsync(), this, due);
    }

    private TimeSpan NextOverdue()
    {
        var due = _overdue;
        _overdue = _overdue * 2 > LongestOverdue ? LongestOverdue : _overdue * 2;
        return due;
    }

    private async Task LookAsync()
    {
        Stop();
        try
        {
            // Reading a state whose deadline has passed changes it first, and arms the next timer where there is another deadline.
            await state.LookAtAsync();
        }
        catch (UserErasedException)
        {
            // There is nothing left to expire.
        }
        catch (Exception fault) when (fault is StoreUnavailableException or StateUnreadableException or InvalidOperationException)
        {
            // The state is still there and still due. Where it can't be read, or its rule fails, it may be mended meanwhile.
            if (_timer is null && !state.IsClosed)
                Arm(NextOverdue());
            return;
        }

        // What the expiry tells is published by this activation, which is idle after that; one whose events nobody takes stays.
        if (_timer is null && await state.PublishedAsync(Publishing) && _timer is null)
            activation.DeactivateOnIdle();
    }
}
