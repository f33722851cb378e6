
namespace OrleansState;

/// <summary>
/// Sees that the deadline of an active state is kept though nobody calls. One timer is armed for a state, not one a change: it
/// looks at the deadline when it fires and is armed again where that has not come, or anew where it comes sooner. The activation stays in memory until then.
/// </summary>
internal sealed class DeadlineTimer<TState>(DurableState<TState> state, Func<TState, DateTimeOffset?> dueAt, Activation activation, TimeProvider clock)
    where TState : class
{
    /// <summary>
    /// Longest wait of one timer. Orleans' timers, and the delay of a deactivation, end at 49.7 days; a day costs a state that
    /// lies for longer one look a day.
    /// </summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    /// <summary>A state that is past its deadline though it was asked, since its rule left it so, is looked at again after this.</summary>
    private static readonly TimeSpan Overdue = TimeSpan.FromSeconds(1);

    /// <summary>How long what the expiry tells is waited for.</summary>
    private static readonly TimeSpan Publishing = TimeSpan.FromSeconds(10);

    private IGrainTimer? _timer;
    private DateTimeOffset _firesAt;

    public void Watch(TState durable)
    {
        if (dueAt(durable) is not { } deadline || (_timer is not null && deadline >= _firesAt))
            return;
        Stop();
        var now = clock.GetUtcNow();
        var left = deadline - now;
        var due = left <= TimeSpan.Zero ? Overdue : left < ShortestWait ? ShortestWait : left > LongestWait ? LongestWait : left;
        _firesAt = now + due;
        activation.StayActive(due + TimeSpan.FromMinutes(1));
        _timer = activation.StartTimer(static (timer, _) => timer.LookAsync(), this, due);
    }

    public void Stop()
    {
        _timer?.Dispose();
        _timer = null;
    }

    private async Task LookAsync()
    {
        Stop();
        try
        {
            // Reading a state whose deadline has passed changes it first, and arms the next timer where there is another deadline.
            await state.ReadAsync();
        }
        catch (UserErasedException)
        {
            // There is nothing left to expire.
        }
        catch (StoreUnavailableException)
        {
            // The state is still there and still due: the next call finds it so, and so does the timer that it arms.
            return;
        }

        // What the expiry tells is published by this activation, which is idle after that; one whose events nobody takes stays.
        if (_timer is null && await state.PublishedAsync(Publishing) && _timer is null)
            activation.DeactivateOnIdle();
    }
}
