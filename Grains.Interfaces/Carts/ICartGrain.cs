using System.Collections.Immutable;

namespace OrleansState.Carts;

/// <summary>
/// The cart of one user; the grain key is the user id. Every answer speaks of durable state. A cart that has not
/// changed for <c>Cart:IdleTimeout</c> is empty. Calls throw <see cref="StoreUnavailableException"/> while the store is away.
/// </summary>
/// <remarks>
/// A command with an ETag in its context is refused with <see cref="RefusalCodes.PreconditionFailed"/> unless that still
/// names the newest state; one with an idempotency key takes effect once and answers the same again, and is refused
/// with <see cref="RefusalCodes.KeyReused"/> when the key came with another payload before.
/// A command that tells an event (<see cref="Events.ChangeEvents"/>) is refused with <see cref="RefusalCodes.OutboxFull"/> while as
/// many events of this cart wait to be published as may wait.
/// Items and quantities must lie within <see cref="CartLimits"/>; the caller checks, the grain throws.
/// </remarks>
[Alias("orleansstate.ICartGrain")]
public interface ICartGrain : IGrainWithStringKey
{
    /// <summary>The kind of state, for who watches it.</summary>
    const string Kind = "cart";

    /// <summary>The cart as last committed. Waits for no write under way.</summary>
    [Alias("Get")]
    Task<Reply<CartSnapshot>> GetAsync();

    /// <summary>Adds pieces of an item. Refused: <see cref="CartRefusals.CartFull"/>, <see cref="CartRefusals.QuantityLimit"/>.</summary>
    [Alias("Add")]
    Task<Reply<CartSnapshot>> AddAsync(CartLine line, CommandContext? context = null);

    /// <summary>Sets an item's pieces; 0 removes it, also where there was none. Refused: <see cref="CartRefusals.CartFull"/>.</summary>
    [Alias("SetQuantity")]
    Task<Reply<CartSnapshot>> SetQuantityAsync(CartLine line, CommandContext? context = null);

    /// <summary>Removes every line.</summary>
    [Alias("Clear")]
    Task<Reply<CartSnapshot>> ClearAsync(CommandContext? context = null);

    /// <summary>
    /// Closes a guest's cart for a merge into the cart of <paramref name="owner"/> and answers its lines. Whoever asks
    /// first gets them, and gets them again until <see cref="ReleaseAsync"/>; for another owner, and of a cart already
    /// released, there are none. A closed cart refuses changes with <see cref="CartRefusals.CartMerged"/>.
    /// </summary>
    [Alias("Close")]
    Task<ImmutableArray<CartLine>> CloseAsync(string owner);

    /// <summary>
    /// Opens a cart again that was closed for <paramref name="owner"/>, where that owner turned out to be
    /// gone. Any other is left as it is.
    /// </summary>
    [Alias("Reopen")]
    Task ReopenAsync(string owner);

    /// <summary>The lines of a closed cart have arrived where they belong, and are forgotten here.</summary>
    [Alias("Release")]
    Task ReleaseAsync();

    /// <summary>
    /// Takes a guest's lines over, once a guest: of each item the larger quantity. Items that would not fit into
    /// <c>Cart:MaxLines</c> are left out. Also where there are no lines: the cart that names a guest is how an erasure
    /// finds what the user did as a guest. With <see cref="CartLimits.MergedGuests"/> named, the oldest is erased first.
    /// </summary>
    [Alias("Merge")]
    Task<Reply<CartSnapshot>> MergeAsync(string guest, ImmutableArray<CartLine> lines);

    /// <summary>The guests whose carts have been taken over or asked for, the oldest first; see <see cref="IsGivenToAsync"/>.</summary>
    [Alias("GetGuests")]
    Task<ImmutableArray<string>> GetGuestsAsync();

    /// <summary>Whether this, a guest's cart, was closed for that owner.</summary>
    [Alias("IsGivenTo")]
    Task<bool> IsGivenToAsync(string owner);

    /// <summary>
    /// What is kept of earlier carts for answers that are given again, the oldest first;
    /// <see cref="CartLimits.EarlierCarts"/> at most.
    /// </summary>
    [Alias("GetEarlier")]
    Task<ImmutableArray<EarlierCart>> GetEarlierAsync();

    /// <summary>
    /// Erases the record where it names no guest but these, who are gone. A record that can't be read names nobody.
    /// </summary>
    /// <returns>False: it names others, and stays.</returns>
    [Alias("EraseWithout")]
    Task<bool> EraseWithoutAsync(ImmutableArray<string> guests);

    /// <summary>Erases the record. What was asked before and is asked after does not bring it back; see <c>IErasureGrain</c>.</summary>
    [Alias("Erase")]
    Task EraseAsync();

    /// <summary>
    /// The orders the cart remembers, the newest last: <see cref="CartLimits.Orders"/> at most, and of more than the newest
    /// only as many as have <see cref="CartLimits.OrderLines"/> lines together. They go with the record.
    /// </summary>
    [Alias("GetOrders")]
    Task<ImmutableArray<Order>> GetOrdersAsync();

    /// <summary>Turns the lines into an order and empties the cart. Refused: <see cref="CartRefusals.CartEmpty"/>.</summary>
    [Alias("CheckOut")]
    Task<Reply<Order>> CheckOutAsync(CommandContext? context = null);
}
