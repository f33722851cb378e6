using System.Collections.Immutable;
using OrleansState.Carts;
using OrleansState.Events;

namespace OrleansState.Grains.Carts;

/// <summary>What may happen to a cart. One that has been idle too long is emptied before any of it, by its deadline.</summary>
internal static class CartRules
{
    public static DateTimeOffset? ExpiresAt(CartState cart, TimeSpan idleTimeout) =>
        cart.Lines.IsEmpty ? null : cart.UpdatedAt + idleTimeout;

    /// <summary>Whether there is more to a cart than lines: orders, guests, or somebody whom it was given to.</summary>
    public static bool HasPast(CartState cart) => !cart.Orders.IsEmpty || !cart.Guests.IsEmpty || cart.GivenTo is not null;

    /// <summary>Whether a cart is as good as one that never was. Earlier answers may still be asked for by their keys.</summary>
    public static bool IsForgotten(CartState cart) => cart.Lines.IsEmpty && cart.UpdatedAt is null && !HasPast(cart);

    /// <summary>
    /// What becomes of an idle cart. One that is no more than its lines goes with them. The lines of a guest's that was given away are not lost:
    /// they went over to an account.
    /// </summary>
    public static Decision<CartState, CartState> Expire(CartState cart, DateTimeOffset now)
    {
        var empty = cart.Lines.IsEmpty ? cart : Empty(cart, now);
        var expired = Accept(HasPast(empty) ? empty : empty with { UpdatedAt = null });
        return cart.Lines.IsEmpty || cart.GivenTo is not null ? expired : expired.Tell(ChangeEvents.CartExpired, new CartExpired(cart.Lines, After(empty)));
    }

    /// <summary>What becomes of an empty cart whose orders nobody asks for any more. What an erasure has to find stays: guests, and to whom a guest's was given.</summary>
    public static Decision<CartState, CartState> ForgetOrders(CartState cart, DateTimeOffset now)
    {
        var forgotten = cart with { Orders = [] };
        return Accept(HasPast(forgotten) ? forgotten : forgotten with { UpdatedAt = null });
    }

    public static Decision<CartState, CartState> Add(CartState cart, CartLine line, int maxLines, DateTimeOffset now)
    {
        var index = IndexOf(cart, line.Item);
        if (index < 0)
            return Append(cart, line, maxLines, now);

        var quantity = (long)cart.Lines[index].Quantity + line.Quantity;
        return quantity > CartLimits.Quantity
            ? Refuse(cart, CartRefusals.QuantityLimit, $"The cart would hold {quantity} pieces of this item; {CartLimits.Quantity} are the most.")
            : Accept(Replace(cart, index, (int)quantity, now));
    }

    public static Decision<CartState, CartState> SetQuantity(CartState cart, CartLine line, int maxLines, DateTimeOffset now)
    {
        var index = IndexOf(cart, line.Item);
        return (index, line.Quantity) switch
        {
            ( < 0, 0) => Accept(cart),
            ( < 0, _) => Append(cart, line, maxLines, now),
            (_, 0) => Accept(cart.After(cart.Lines.RemoveAt(index), CartChange.Replaced(index, cart.Lines[index]), now)),
            _ when cart.Lines[index].Quantity == line.Quantity => Accept(cart),
            _ => Accept(Replace(cart, index, line.Quantity, now)),
        };
    }

    public static Decision<CartState, CartState> Clear(CartState cart, DateTimeOffset now)
    {
        if (cart.Lines.IsEmpty)
            return Accept(cart);
        var empty = Empty(cart, now);
        return Accept(empty).Tell(ChangeEvents.CartCleared, new CartCleared(cart.Lines, After(empty)));
    }

    public static Decision<CartState, Order> CheckOut(CartState cart, string orderId, DateTimeOffset now)
    {
        if (cart.GivenTo is not null)
            return GuestCartMerge.Refuse<Order>(cart);
        return cart.Lines.IsEmpty
            ? Decision.Refuse(cart, CartRefusals.CartEmpty, "The cart is empty; there is nothing to check out.")
            : TakeOut(cart, new Order(orderId, cart.Lines), now);
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

    private static Decision<CartState, Order> TakeOut(CartState cart, Order order, DateTimeOffset now)
    {
        var next = Empty(cart, now) with { Orders = Remember(cart.Orders, order) };
        return Decision.Accept(next, order, new Receipt(cart.Version, 0, order.OrderId))
            .Tell(ChangeEvents.CartCheckedOut, new CartCheckedOut(order.OrderId, order.Lines, After(next)));
    }

    /// <summary>Every write of the cart carries its orders, so that they are bounded by number and by size.</summary>
    private static ImmutableArray<Order> Remember(ImmutableArray<Order> orders, Order newest)
    {
        var (first, lines) = (orders.Length, 0);
        while (first > 0 && orders.Length - first < CartLimits.Orders - 1 && (lines += orders[first - 1].Lines.Length) <= CartLimits.OrderLines)
            first--;
        return orders.RemoveRange(0, first).Add(newest);
    }

    private static Decision<CartState, CartState> Append(CartState cart, CartLine line, int maxLines, DateTimeOffset now) =>
        cart.Lines.Length >= maxLines
            ? Refuse(cart, CartRefusals.CartFull, $"The cart holds {cart.Lines.Length} different items; {maxLines} are the most.")
            : Accept(cart.After(cart.Lines.Add(line), CartChange.Appended(cart.Lines.Length), now));

    private static CartState Replace(CartState cart, int index, int quantity, DateTimeOffset now) => cart.After(
        cart.Lines.SetItem(index, cart.Lines[index] with { Quantity = quantity }), CartChange.Replaced(index, cart.Lines[index]), now);

    /// <summary>A cart as an event tells it.</summary>
    public static CartAfter After(CartState cart) => new(cart.Lines, cart.Version);

    public static CartState Empty(CartState cart, DateTimeOffset now) => cart.After([], CartChange.Emptied(cart.Lines), now);

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
