using System.Collections.Immutable;
using OrleansState.Carts;

namespace OrleansState.Grains.Carts;

/// <summary>What is stored of a cart. Field ids and the alias are frozen: older records must still load.</summary>
[GenerateSerializer, Immutable, Alias("orleansstate.cart-state")]
internal sealed record CartState : IReplayable<CartState>
{
    /// <summary>Most changes kept for answers that are given again. A key that needs an older one leaves the record with its answer.</summary>
    public const int MaxHistory = 64;

    public static CartState Empty { get; } = new();

    [Id(0)]
    public ImmutableArray<CartLine> Lines { get; init; } = [];

    [Id(1)]
    public long Version { get; init; }

    [Id(2)]
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The newest changes, the newest last; kept only as far back as a remembered key needs.</summary>
    [Id(3)]
    public ImmutableArray<CartChange> History { get; init; } = [];

    /// <summary>
    /// The user to whose cart a guest's cart has been given, as a hash, or by id where an earlier release wrote it; null while
    /// it is the guest's own.
    /// </summary>
    [Id(4)]
    public string? GivenTo { get; init; }

    /// <summary>The guests whose carts have been taken over, the newest last.</summary>
    [Id(5)]
    public ImmutableArray<string> Guests { get; init; } = [];

    /// <summary>The latest orders, the newest last.</summary>
    [Id(6)]
    public ImmutableArray<Order> Orders { get; init; } = [];

    public string? LastOrderId => Orders.IsEmpty ? null : Orders[^1].OrderId;

    public long OldestRecallable => Version - History.Length;

    /// <summary>The cart after one change more.</summary>
    public CartState After(ImmutableArray<CartLine> lines, CartChange change, DateTimeOffset now) => this with
    {
        Lines = lines,
        Version = Version + 1,
        UpdatedAt = now,
        History = (History.Length >= MaxHistory ? History[^(MaxHistory - 1)..] : History).Add(change),
    };

    public CartState At(long number) => new() { Lines = LinesAt(number), Version = number };

    public CartState ForgetBefore(long? number)
    {
        var needed = (int)Math.Clamp(Version - (number ?? Version), 0, History.Length);
        return needed == History.Length ? this : this with { History = History[^needed..] };
    }

    /// <summary>The carts before this one, as far back as <see cref="History"/> goes, the newest first.</summary>
    public IEnumerable<EarlierCart> Earlier()
    {
        var lines = Lines;
        for (var back = 1; back <= History.Length; back++)
        {
            lines = History[^back].Undo(lines);
            yield return new EarlierCart(Version - back, lines);
        }
    }

    /// <summary>The lines as they were at an earlier version, which must not lie before <see cref="OldestRecallable"/>.</summary>
    public ImmutableArray<CartLine> LinesAt(long version)
    {
        var lines = Lines;
        for (var i = 1; i <= Version - version; i++)
            lines = History[^i].Undo(lines);
        return lines;
    }
}
