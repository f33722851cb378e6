using OrleansState.Clicks;

namespace OrleansState.KafkaBridge.Tests.Backlog;

/// <summary>Stands before the intakes: deliveries wait at it, as they would for grains that take nothing, until it is opened.</summary>
internal sealed class IntakeGate : IOutgoingGrainCallFilter
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;

    /// <summary>Clicks that wait at it.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public void Open() => _open.TrySetResult();

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.InterfaceMethod.DeclaringType == typeof(IClickIntakeGrain))
        {
            var clicks = ((ClickDelivery)context.Request.GetArgument(0)!).Users.Sum(user => user.Clicks.Length);
            Interlocked.Add(ref _waiting, clicks);
            await _open.Task;
            Interlocked.Add(ref _waiting, -clicks);
        }

        await context.Invoke();
    }
}
