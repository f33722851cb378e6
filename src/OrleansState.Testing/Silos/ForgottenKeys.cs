using Orleans.Serialization.Invocation;

namespace OrleansState.Testing;

/// <summary>Takes the idempotency keys from calls before grains see them (<see cref="PlantedFault.NoKeyCheck"/>).</summary>
internal sealed class ForgottenKeys : IIncomingGrainCallFilter
{
    public Task Invoke(IIncomingGrainCallContext context)
    {
        Forget(context.Request);
        return context.Invoke();
    }

    private static void Forget(IInvokable request)
    {
        for (var i = 0; i < request.GetArgumentCount(); i++)
        {
            if (request.GetArgument(i) is CommandContext command)
                request.SetArgument(i, command with { Key = null });
        }
    }
}
