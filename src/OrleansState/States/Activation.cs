
namespace OrleansState;

/// <summary>What a state asks of the activation whose it is.</summary>
internal sealed class Activation(IGrainRuntime runtime, IGrainContext context)
{
    /// <summary>Keeps it in memory for a time, though nobody calls.</summary>
    public void StayActive(TimeSpan time) => runtime.DelayDeactivation(context, time);

    public void DeactivateOnIdle() => runtime.DeactivateOnIdle(context);

    /// <summary>Runs something once, in a turn of its own.</summary>
    public IGrainTimer StartTimer<TTarget>(Func<TTarget, CancellationToken, Task> look, TTarget target, TimeSpan due) =>
        runtime.TimerRegistry.RegisterGrainTimer(context, look, target, new GrainTimerCreationOptions(due, Timeout.InfiniteTimeSpan) { Interleave = true });
}
