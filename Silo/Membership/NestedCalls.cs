namespace OrleansState.Silo.Membership;

/// <summary>
/// Keeps apart a call that was refused and one whose grain had begun and was refused a call of its own. A client sends the
/// first again (<c>RefusedCalls</c>); the second may have had a part of its effect.
/// </summary>
internal sealed class NestedCalls : IOutgoingGrainCallFilter
{
    public Task Invoke(IOutgoingGrainCallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.SourceId is null ? context.Invoke() : InvokeAsync(context);
    }

    private static async Task InvokeAsync(IOutgoingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (OrleansMessageRejectionException refusal)
        {
            throw new OrleansException($"{context.SourceId} was refused its call of {context.InterfaceName}.{context.MethodName}.", refusal);
        }
    }
}
