using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OrleansState.Carts;
using OrleansState.Commands;
using OrleansState.Grains.Carts;
using OrleansState.Grains.Engine;
using OrleansState.Replies;

namespace OrleansState.Grains.Tests.Engine.Histories;

/// <summary>Plants a mistake between a grain and its engine.</summary>
internal sealed class BugInTheGrain(PlantedBug bug) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (bug == PlantedBug.NoKeyCheck)
            ForgetKey(context.Request);
        await context.Invoke();
        if (bug == PlantedBug.MutateThenDecide && context.Result is Reply<CartSnapshot> { Refusal.Code: RefusalCodes.CartFull } && context.Grain is CartGrain cart)
            await MutateAsync(cart);
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
    private static async Task MutateAsync(CartGrain cart)
    {
        try
        {
            var lines = ImmutableCollectionsMarshal.AsArray((await StateOf(cart).ReadAsync()).State.Lines);
            if (lines is [var first, ..])
                lines[0] = first with { Quantity = 99 };
        }
        catch (StoreUnavailableException)
        {
            // There is nothing in memory to spoil.
            return;
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_State")]
    private static extern DurableState<CartState> StateOf(StateGrain<CartState> grain);
}
