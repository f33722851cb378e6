using OrleansState.Bench.Load;
using OrleansState.Bench.Report;
using OrleansState.Bench.Targets;
using OrleansState.Bench.Targets.Carts;

namespace OrleansState.Bench.Rows.Carts;

/// <summary>Everybody at one cart.</summary>
internal sealed class OneCartRow(CartContestants contestants) : Row
{
    public override string Name => "one-cart";

    public override string Title => "One cart, 64 connections";

    public override string How =>
        "POST /cart/add to one and the same cart over 64 connections. Lost is what was acknowledged and is not in the cart at the end.";

    public override IReadOnlyList<Aim> Aims =>
    [
        new(CartMeasurement.Rate, Contestants.EverySecond, AspNetRedisCarts.Watch, 50),
        new(CartMeasurement.Rate, Contestants.EverySecond, RestateServer.PeerName, 50),
        new(CartMeasurement.Rate, Contestants.Standalone, AspNetRedisCarts.Watch, 50),
        new(CartMeasurement.Rate, Contestants.Standalone, RestateServer.PeerName, 50),
        new(CartMeasurement.Lost, Contestants.EverySecond, null, 0, IsAtLeast: false),
        new(CartMeasurement.Lost, Contestants.Always, null, 0, IsAtLeast: false),
        new(CartMeasurement.Lost, Contestants.Standalone, null, 0, IsAtLeast: false),
    ];

    public override IAsyncDisposable Shared => contestants;

    public override async Task MeasureAsync(RowSettings settings, Figures figures)
    {
        var targets = await contestants.TakeAsync(
            figures, Name, 1,
            Contestants.EverySecond, Contestants.Always, Contestants.Standalone, FlaskCarts.PeerName,
            AspNetRedisCarts.Watch, AspNetRedisCarts.GetSet, RestateServer.PeerName);
        await CartMeasurement.CompareAsync(targets, settings, figures, Plan);

        LoadPlan Plan(CartTarget target, TimeSpan window) => new()
        {
            Port = target.Port,
            Connections = 64,
            Warmup = settings.Warmup,
            Window = window,
            Next = (_, sent) => target.Add(0, sent),
        };
    }
}
