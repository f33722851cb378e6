namespace OrleansState.Hosting.Clustering;

/// <summary>
/// Sends a call again that no grain has begun. A silo that stops refuses what still comes to it, be it from a client that has
/// not heard of it yet or passed on by a silo that still took a grain to be there; a moment later both know better.
/// </summary>
internal sealed class RefusedCalls(RefusalRetry retry) : IOutgoingGrainCallFilter
{
    public Task Invoke(IOutgoingGrainCallContext context) => retry.SendAsync(context.Invoke);
}
