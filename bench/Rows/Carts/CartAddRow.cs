using OrleansState.Bench.Load;
using OrleansState.Bench.Report;
using OrleansState.Bench.Targets;
using OrleansState.Bench.Targets.Carts;

namespace OrleansState.Bench.Rows.Carts;

/// <summary>Many users, each with a cart of his own.</summary>
internal sealed class CartAddRow(CartContestants contestants) : Row
{
    private const int Connections = 32;

    public override string Name => "cart-add";

    public override string Title => "Cart add, 2,000 users";

    public override string How =>
        "POST /cart/add by 2,000 users over 32 keep-alive connections, no two at once for one user. OrleansState verifies a "
        + "token a request (ES256) and answers when the cart is in Redis; the peers take the user from a header or cookie. At the end every cart is "
        + "held against what was acknowledged. Api, silo and Redis are three processes; standalone is one with its own store, so that the difference is what the hop between them costs.";

    public override IReadOnlyList<Aim> Aims =>
    [
        new(CartMeasurement.Rate, Contestants.Standalone, FlaskCarts.PeerName, 7),
        new(CartMeasurement.Rate, Contestants.Standalone, AspNetRedisCarts.Watch, 4),
        new(CartMeasurement.Rate, Contestants.Standalone, AspNetRedisCarts.GetSet, 1.2),
        new(CartMeasurement.Rate, Contestants.Standalone, RestateServer.PeerName, 12),
        new(CartMeasurement.Rate, Contestants.EverySecond, FlaskCarts.PeerName, 7),
        new(CartMeasurement.Rate, Contestants.EverySecond, AspNetRedisCarts.Watch, 4),
        new(CartMeasurement.Rate, Contestants.EverySecond, AspNetRedisCarts.GetSet, 1.2),
        new(CartMeasurement.Rate, Contestants.EverySecond, RestateServer.PeerName, 12),
        new(CartMeasurement.Rate, Contestants.Always, AspNetRedisCarts.WatchAlways, 4),
    ];

    public override IAsyncDisposable Shared => contestants;

    public override async Task MeasureAsync(RowSettings settings, Figures figures)
    {
        var targets = await contestants.TakeAsync(
            figures, Name, settings.Scale(2_000, 64),
            Contestants.EverySecond, Contestants.Always, Contestants.Standalone, FlaskCarts.PeerName,
            AspNetRedisCarts.Watch, AspNetRedisCarts.WatchAlways, AspNetRedisCarts.GetSet, RestateServer.PeerName);
        await CartMeasurement.CompareAsync(targets, settings, figures, Plan);

        LoadPlan Plan(CartTarget target, TimeSpan window) => new()
        {
            Port = target.Port,
            Connections = Connections,
            Warmup = settings.Warmup,
            Window = window,
            Next = (connection, sent) => target.AddInTurn(connection, Connections, sent),
        };
    }
}
