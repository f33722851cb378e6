using System.Collections.Immutable;
using OrleansState.Carts;

namespace OrleansState.Grains.Tests.Engine.Histories;

internal enum CartVerb
{
    Add,
    Set,
    Clear,
    CheckOut,
    Get,
}

/// <summary>A call to a cart, how to send it, and the words of its answer.</summary>
internal sealed record CartCall(CartVerb Verb, string Item, int Quantity)
{
    public Task<string> SendAsync(ICartGrain cart, CommandContext? context) => Verb switch
    {
        CartVerb.Add => InWordsAsync(cart.AddAsync(new CartLine(Item, Quantity), context)),
        CartVerb.Set => InWordsAsync(cart.SetQuantityAsync(new CartLine(Item, Quantity), context)),
        CartVerb.Clear => InWordsAsync(cart.ClearAsync(context)),
        CartVerb.CheckOut => InWordsOfOrderAsync(cart.CheckOutAsync(context)),
        _ => InWordsAsync(cart.GetAsync()),
    };

    public override string ToString() => Verb switch
    {
        CartVerb.Add => $"add {Quantity} {Item}",
        CartVerb.Set => $"set {Item} to {Quantity}",
        _ => Verb.ToString().ToLowerInvariant(),
    };

    private static async Task<string> InWordsAsync(Task<Reply<CartSnapshot>> call)
    {
        var reply = await call;
        return reply.Refusal?.Code ?? CartModel.InWords(reply.Value!.Lines, reply.Value.Version);
    }

    private static async Task<string> InWordsOfOrderAsync(Task<Reply<Order>> call)
    {
        var reply = await call;
        return reply.Refusal?.Code ?? CartModel.InWords(reply.Value!.Lines);
    }
}

/// <summary>What a cart means, one call after another.</summary>
internal sealed record CartModel(ImmutableArray<CartLine> Lines, long Version)
{
    public const int MaxLines = 2;

    public static CartModel Empty { get; } = new([], 0);

    public static string InWords(ImmutableArray<CartLine> lines, long version = -1) =>
        $"{(version < 0 ? "order" : $"v{version}")} [{string.Join(", ", lines.Select(l => $"{l.Quantity} {l.Item}"))}]";

    public static (CartModel Model, string Answer) Apply(CartModel cart, CartCall call)
    {
        var line = cart.Lines.FirstOrDefault(l => l.Item == call.Item);
        switch (call.Verb)
        {
            case CartVerb.Get:
                return (cart, cart.ToString());
            case CartVerb.CheckOut:
                return cart.Lines.IsEmpty ? (cart, CartRefusals.CartEmpty) : (cart.Then([]), InWords(cart.Lines));
            case CartVerb.Clear:
                return Answered(cart.Lines.IsEmpty ? cart : cart.Then([]));
            case CartVerb.Set when call.Quantity == line.Quantity:
                return Answered(cart);
            case CartVerb.Set when call.Quantity == 0:
                return Answered(cart.Then(cart.Lines.Remove(line)));
            default:
                var quantity = call.Verb == CartVerb.Add ? line.Quantity + call.Quantity : call.Quantity;
                if (line.Item is not null)
                    return Answered(cart.Then(cart.Lines.Replace(line, line with { Quantity = quantity })));
                return cart.Lines.Length == MaxLines ? (cart, CartRefusals.CartFull) : Answered(cart.Then(cart.Lines.Add(new CartLine(call.Item, quantity))));
        }
    }

    public override string ToString() => InWords(Lines, Version);

    private CartModel Then(ImmutableArray<CartLine> lines) => new(lines, Version + 1);

    private static (CartModel Model, string Answer) Answered(CartModel cart) => (cart, cart.ToString());
}
