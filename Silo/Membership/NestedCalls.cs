using OrleansState.Hosting.Clustering;

namespace OrleansState.Silo.Membership;

/// <summary>
/// Sends a grain's call again that was refused, and keeps apart a call that was refused and one whose grain had begun and was
/// refused a call of its own. A client sends the first again (<c>RefusedCalls</c>); the second may have had a part of its effect.
/// </summary>
internal sealed class NestedCalls(RefusalRetry retry, CallsUnderWay calls) : IOutgoingGrainCallFilter
{
    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            await retry.SendAsync(() => SendAsync(context));
        }
        catch (Exception refusal) when (context.SourceId is not null && refusal.IsRejection())
        {
            throw new OrleansException($"{context.SourceId} was refused its call of {context.InterfaceName}.{context.MethodName}.", refusal);
        }
    }

    private async Task SendAsync(IOutgoingGrainCallContext context)
    {
        var generation = calls.Enter();
        try
        {
            await context.Invoke();
        }
        finally
        {
            generation.Leave();
        }
    }
}
