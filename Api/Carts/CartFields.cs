using OrleansState.Api.Problems;
using OrleansState.AspNetCore;
using OrleansState.Carts;
using OrleansState.Users;

namespace OrleansState.Api.Carts;

/// <summary>Holds what clients send against the cart's limits, before a grain is called.</summary>
internal static class CartFields
{
    /// <exception cref="InvalidRequestException">The item or the quantity lies outside the limits.</exception>
    public static CartLine Line(string item, int quantity, int fewest)
    {
        Check(item);
        if (quantity < fewest || quantity > CartLimits.Quantity)
            throw new InvalidRequestException(ProblemCodes.InvalidField, $"The field quantity is {quantity}; it lies between {fewest} and {CartLimits.Quantity}.");
        return new CartLine(item, quantity);
    }

    private static void Check(string item)
    {
        if (!Labels.IsValid(item, CartLimits.ItemLength))
        {
            throw new InvalidRequestException(
                ProblemCodes.InvalidField, $"The field item has 1 to {CartLimits.ItemLength} characters, is not blank and has no control characters.");
        }

        // Clients and servers alike resolve these two as steps in a path: PUT /cart/items/.. would never arrive as such.
        if (item is "." or "..")
            throw new InvalidRequestException(ProblemCodes.InvalidField, "The field item can't be . or .. because no URL can name such an item.");
    }
}
