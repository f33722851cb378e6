
namespace OrleansState;

/// <summary>What the states of an activation ask of it. One for all of them, since the last word of Orleans' is the one that counts.</summary>
internal sealed class Activation
{
    private readonly IGrainRuntime _runtime;
    private readonly IGrainContext _context;
    private DateTimeOffset _activeUntil;

    private Activation(IGrainRuntime runtime, IGrainContext context) => (_runtime, _context) = (runtime, context);

    /// <param name="runtime">The silo's.</param>
    /// <param name="context">The activation.</param>
    public static Activation Of(IGrainRuntime runtime, IGrainContext context)
    {
        if (context.GetComponent<Activation>() is { } known)
            return known;
        var activation = new Activation(runtime, context);
        context.SetComponent(activation);
        return activation;
    }

    /// <summary>Its states.</summary>
    public List<ISettled> States { get; } = [];

    /// <summary>Keeps it in memory for a time, though nobody calls; a shorter time than it was asked for before changes nothing.</summary>
    public void StayActive(TimeSpan time)
    {
        var until = _runtime.TimeProvider.GetUtcNow() + time;
        if (until <= _activeUntil)
            return;
        _activeUntil = until;
        _runtime.DelayDeactivation(_context, time);
    }

    public void DeactivateOnIdle() => _runtime.DeactivateOnIdle(_context);

    /// <summary>Runs something once, in a turn of its own.</summary>
    public IGrainTimer StartTimer<TTarget>(Func<TTarget, CancellationToken, Task> look, TTarget target, TimeSpan due) =>
        _runtime.TimerRegistry.RegisterGrainTimer(_context, look, target, new GrainTimerCreationOptions(due, Timeout.InfiniteTimeSpan) { Interleave = true });
}
