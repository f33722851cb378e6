using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using OrleansState.Carts;
using OrleansState.Grains.Carts;

namespace OrleansState.Grains.Tests.Engine.Histories;

/// <summary>A mistake in the grain: a rule has changed the lines it was given before it refused.</summary>
internal sealed class ChangedThenRefused : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        await context.Invoke();
        if (context.Result is Reply<CartSnapshot> { Refusal.Code: CartRefusals.CartFull } && context.Grain is CartGrain cart)
            await ChangeAsync(context.TargetContext.ActivationServices.GetRequiredService<StateEngine>().FindOpen<CartState>("cart", cart.GetPrimaryKeyString())!);
    }

    private static async Task ChangeAsync(DurableState<CartState> cart)
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
