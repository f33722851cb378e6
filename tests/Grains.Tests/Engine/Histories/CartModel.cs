using System.Collections.Immutable;
using OrleansState.Carts;
using OrleansState.Testing;

namespace OrleansState.Grains.Tests.Engine.Histories;

/// <summary>What a cart means, one call after another.</summary>
internal sealed record CartModel(ImmutableArray<CartLine> Lines, long Version)
{
    public const int MaxLines = 2;

    private static readonly string[] Items = ["a", "b", "c"];

    public static GrainModel<ICartGrain, CartModel> OfGrain() => new GrainModel<ICartGrain, CartModel>(new CartModel([], 0))
        .Command("add", random => Line(random, 1), async (cart, line, context) => Told(await cart.AddAsync(line, context)), (cart, line) => cart.Set(line.Item, cart.Of(line.Item).Quantity + line.Quantity))
        .Command("set", random => Line(random, 0), async (cart, line, context) => Told(await cart.SetQuantityAsync(line, context)), (cart, line) => cart.Set(line.Item, line.Quantity))
        .Command("clear", async (cart, context) => Told(await cart.ClearAsync(context)), cart => Answered(cart.Lines.IsEmpty ? cart : cart.Then([])))
        .Command("check out", async (cart, context) => (await cart.CheckOutAsync(context)).Select(order => InWords(order.Lines)), cart => cart.CheckOut())
        .Read("get", async cart => Told(await cart.GetAsync()).Value, cart => cart.ToString());

    public override string ToString() => $"v{Version} {InWords(Lines)}";

    private static CartLine Line(Random random, int least) => new(Items[random.Next(Items.Length)], random.Next(least, least + 3));

    private static Reply<string> Told(Reply<CartSnapshot> reply) => reply.Select(cart => new CartModel(cart.Lines, cart.Version).ToString());

    private static string InWords(ImmutableArray<CartLine> lines) => $"[{string.Join(", ", lines.Select(l => $"{l.Quantity} {l.Item}"))}]";

    private CartLine Of(string item) => Lines.FirstOrDefault(l => l.Item == item);

    private Decision<CartModel, string> Set(string item, int quantity)
    {
        var line = Of(item);
        if (line.Item is not null)
            return Answered(quantity == line.Quantity ? this : Then(quantity == 0 ? Lines.Remove(line) : Lines.Replace(line, line with { Quantity = quantity })));
        if (quantity == 0)
            return Answered(this);
        return Lines.Length == MaxLines ? Decision.Refuse(this, CartRefusals.CartFull, "") : Answered(Then(Lines.Add(new CartLine(item, quantity))));
    }

    private Decision<CartModel, string> CheckOut() =>
        Lines.IsEmpty ? Decision.Refuse(this, CartRefusals.CartEmpty, "") : Decision.Accept(Then([]), InWords(Lines));

    private CartModel Then(ImmutableArray<CartLine> lines) => new(lines, Version + 1);

    private static Decision<CartModel, string> Answered(CartModel after) => Decision.Accept(after, after.ToString());
}
