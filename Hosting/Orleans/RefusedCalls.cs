namespace OrleansState.Hosting.Orleans;

/// <summary>
/// Sends a call again that no grain has begun. A silo that stops refuses what still comes to it, be it from a client that has
/// not heard of it yet or passed on by a silo that still took a grain to be there; a moment later both know better.
/// </summary>
internal sealed class RefusedCalls(TimeProvider clock) : IOutgoingGrainCallFilter
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(10);

    /// <summary>Each wait is twice as long as the one before: seven of them, 1.3 s in all.</summary>
    private static readonly TimeSpan LastWait = TimeSpan.FromMilliseconds(640);

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        for (var wait = FirstWait; ; wait *= 2)
        {
            try
            {
                await context.Invoke();
                return;
            }
            catch (Exception fault) when (fault.IsRefusal() && wait <= LastWait)
            {
                // Again.
            }

            await Task.Delay(wait, clock);
        }
    }
}
