using System.Collections.Immutable;
using OrleansState.Carts;

namespace OrleansState.Grains.Carts;

/// <summary>One change of a cart, as what undoes it: it costs a line, not a cart.</summary>
/// <param name="Index">The line that changed, or -1 where all of it did.</param>
/// <param name="Before">What stood there before; without an item where the line is new.</param>
/// <param name="AllBefore">All lines before, where all of it changed.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.cart-change")]
internal readonly record struct CartChange(
    [property: Id(0)] int Index,
    [property: Id(1)] CartLine Before,
    [property: Id(2)] ImmutableArray<CartLine> AllBefore)
{
    public static CartChange Appended(int index) => new(index, default, []);

    public static CartChange Replaced(int index, CartLine before) => new(index, before, []);

    public static CartChange Emptied(ImmutableArray<CartLine> before) => new(-1, default, before);

    /// <summary>Many lines changed at once; costs what emptying does.</summary>
    public static CartChange Rewritten(ImmutableArray<CartLine> before) => new(-1, default, before);

    /// <summary>The lines before this change, given those after it.</summary>
    public ImmutableArray<CartLine> Undo(ImmutableArray<CartLine> after)
    {
        if (Index < 0)
            return AllBefore;
        if (Before.Item is null)
            return after.RemoveAt(Index);
        return Index < after.Length && after[Index].Item == Before.Item ? after.SetItem(Index, Before) : after.Insert(Index, Before);
    }
}
