using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using OrleansState.Carts;
using OrleansState.Grains.Carts;

namespace OrleansState.Grains.Tests.Engine.Histories;

/// <summary>Plants a mistake between a grain and its engine.</summary>
internal sealed class BugInTheGrain(PlantedBug bug) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (bug == PlantedBug.NoKeyCheck)
            ForgetKey(context.Request);
        await context.Invoke();
        if (bug == PlantedBug.MutateThenDecide && context.Result is Reply<CartSnapshot> { Refusal.Code: CartRefusals.CartFull } && context.Grain is CartGrain cart)
            await MutateAsync(context.TargetContext.ActivationServices.GetRequiredService<StateEngine>().FindOpen<CartState>("cart", cart.GetPrimaryKeyString())!);
    }

    private static void ForgetKey(Orleans.Serialization.Invocation.IInvokable request)
    {
        for (var i = 0; i < request.GetArgumentCount(); i++)
        {
            if (request.GetArgument(i) is CommandContext command)
                request.SetArgument(i, new CommandContext(command.IfMatch, null));
        }
    }

    /// <summary>The refused rule has changed the lines it was given.</summary>
    private static async Task MutateAsync(DurableState<CartState> cart)
    {
        try
        {
            var lines = ImmutableCollectionsMarshal.AsArray((await cart.ReadAsync()).State.Lines);
            if (lines is [var first, ..])
                lines[0] = first with { Quantity = 99 };
        }
        catch (StoreUnavailableException)
        {
            // There is nothing in memory to spoil.
            return;
        }
    }
}
