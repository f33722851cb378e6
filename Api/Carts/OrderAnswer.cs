using System.Collections.Immutable;
using OrleansState.Carts;

namespace OrleansState.Api.Carts;

/// <summary>Answer of <c>POST /cart/checkout</c> and of <c>GET /cart/orders/{order_id}</c>.</summary>
/// <param name="OrderId">Unique, at most 32 characters.</param>
/// <param name="Lines">What was in the cart.</param>
internal sealed record OrderAnswer(string OrderId, ImmutableArray<CartLine> Lines)
{
    public static OrderAnswer Of(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return new OrderAnswer(order.OrderId, order.Lines);
    }
}
