using System.Collections.Immutable;
using OrleansState.Carts;

namespace OrleansState.Grains.Carts;

/// <summary>What may happen to a cart. Every rule first empties a cart that has been idle too long.</summary>
internal static class CartRules
{
    public static DateTimeOffset? ExpiresAt(CartState cart, TimeSpan idleTimeout) =>
        cart.Lines.IsEmpty ? null : cart.UpdatedAt + idleTimeout;

    public static bool IsIdle(CartState cart, CartMoment moment) => ExpiresAt(cart, moment.IdleTimeout) <= moment.Now;

    public static Decision<CartState, CartState> Expire(CartState cart, CartMoment moment) => Accept(ExpireIfIdle(cart, moment));

    public static Decision<CartState, CartState> Add(CartState cart, CartLine line, int maxLines, CartMoment moment)
    {
        var current = ExpireIfIdle(cart, moment);
        var index = IndexOf(current, line.Item);
        if (index < 0)
            return Append(cart, current, line, maxLines, moment);

        var quantity = (long)current.Lines[index].Quantity + line.Quantity;
        return quantity > CartLimits.Quantity
            ? Refuse(cart, CartRefusals.QuantityLimit, $"The cart would hold {quantity} pieces of this item; {CartLimits.Quantity} are the most.")
            : Accept(Replace(current, index, (int)quantity, moment));
    }

    public static Decision<CartState, CartState> SetQuantity(CartState cart, CartLine line, int maxLines, CartMoment moment)
    {
        var current = ExpireIfIdle(cart, moment);
        var index = IndexOf(current, line.Item);
        return (index, line.Quantity) switch
        {
            ( < 0, 0) => Accept(current),
            ( < 0, _) => Append(cart, current, line, maxLines, moment),
            (_, 0) => Accept(current.After(current.Lines.RemoveAt(index), CartChange.Replaced(index, current.Lines[index]), moment.Now)),
            _ when current.Lines[index].Quantity == line.Quantity => Accept(current),
            _ => Accept(Replace(current, index, line.Quantity, moment)),
        };
    }

    public static Decision<CartState, CartState> Clear(CartState cart, CartMoment moment)
    {
        var current = ExpireIfIdle(cart, moment);
        return Accept(current.Lines.IsEmpty ? current : Empty(current, moment));
    }

    public static Decision<CartState, Order> CheckOut(CartState cart, string orderId, CartMoment moment)
    {
        var current = ExpireIfIdle(cart, moment);
        if (cart.GivenTo is not null)
            return GuestCartMerge.Refuse<Order>(cart);
        return current.Lines.IsEmpty
            ? Decision.Refuse(cart, CartRefusals.CartEmpty, "The cart is empty; there is nothing to check out.")
            : TakeOut(current, new Order(orderId, current.Lines), moment);
    }

    /// <summary>The cart as the command under this receipt left it.</summary>
    public static CartState Recall(CartState cart, Receipt receipt) => new()
    {
        Lines = cart.LinesAt(receipt.Number),
        Version = receipt.Number,
        UpdatedAt = receipt.Ticks == 0 ? null : new DateTimeOffset(receipt.Ticks, TimeSpan.Zero),
        Orders = receipt.Text is { } lastOrderId ? [new Order(lastOrderId, [])] : [],
    };

    public static Order RecallOrder(CartState cart, Receipt receipt) => new(receipt.Text!, cart.LinesAt(receipt.Number));

    private static Decision<CartState, Order> TakeOut(CartState cart, Order order, CartMoment moment) => Decision.Accept(
        Empty(cart, moment) with { Orders = Remember(cart.Orders, order) }, order, new Receipt(cart.Version, 0, order.OrderId));

    /// <summary>Every write of the cart carries its orders, so that they are bounded by number and by size.</summary>
    private static ImmutableArray<Order> Remember(ImmutableArray<Order> orders, Order newest)
    {
        var (first, lines) = (orders.Length, 0);
        while (first > 0 && orders.Length - first < CartLimits.Orders - 1 && (lines += orders[first - 1].Lines.Length) <= CartLimits.OrderLines)
            first--;
        return orders.RemoveRange(0, first).Add(newest);
    }

    private static Decision<CartState, CartState> Append(CartState cart, CartState current, CartLine line, int maxLines, CartMoment moment) =>
        current.Lines.Length >= maxLines
            ? Refuse(cart, CartRefusals.CartFull, $"The cart holds {current.Lines.Length} different items; {maxLines} are the most.")
            : Accept(current.After(current.Lines.Add(line), CartChange.Appended(current.Lines.Length), moment.Now));

    private static CartState Replace(CartState cart, int index, int quantity, CartMoment moment) => cart.After(
        cart.Lines.SetItem(index, cart.Lines[index] with { Quantity = quantity }), CartChange.Replaced(index, cart.Lines[index]), moment.Now);

    public static CartState Empty(CartState cart, CartMoment moment) => cart.After([], CartChange.Emptied(cart.Lines), moment.Now);

    /// <summary>An idle cart is emptied before anything else is decided; any other comes back as the instance it was.</summary>
    public static CartState ExpireIfIdle(CartState cart, CartMoment moment) => IsIdle(cart, moment) ? Empty(cart, moment) : cart;

    private static int IndexOf(CartState cart, string item)
    {
        for (var i = 0; i < cart.Lines.Length; i++)
        {
            if (string.Equals(cart.Lines[i].Item, item, StringComparison.Ordinal))
                return i;
        }

        return -1;
    }

    private static Decision<CartState, CartState> Accept(CartState cart) =>
        Decision.Accept(cart, cart, new Receipt(cart.Version, cart.UpdatedAt?.UtcTicks ?? 0, cart.LastOrderId));

    private static Decision<CartState, CartState> Refuse(CartState cart, string code, string message) =>
        Decision.Refuse(cart, code, message);
}
