using OrleansState.Bench.Load;
using OrleansState.Bench.Report;
using OrleansState.Bench.Rows.Carts;
using OrleansState.Bench.Targets.Carts;
using OrleansState.LocalCluster.Redis;

namespace OrleansState.Bench.Rows.Silos;

/// <summary>More silos on the same cores: what being a cluster costs.</summary>
internal sealed class SilosRow : Row
{
    private const int Connections = 32;

    public override string Name => "silos";

    public override string Title => "1, 2 and 3 silos on the same cores";

    public override string How => "The adds of cart-add (everysec) against clusters of one, two and three silos: no core is won, so that the rate kept is what the cluster costs.";

    public override IReadOnlyList<Aim> Aims =>
        [new(CartMeasurement.Rate, Called(2), Called(1), 0.85), new(CartMeasurement.Rate, Called(3), Called(1), 0.85)];

    public override async Task MeasureAsync(RowSettings settings, Figures figures)
    {
        var sizes = Enumerable.Range(1, 3);
        await using var contestants = new CartContestants(sizes.ToDictionary(Called, n => (Func<Task<CartTarget>>)(() => ProductCarts.StartAsync(Called(n), AppendFsync.EverySecond, n))));
        var targets = await contestants.TakeAsync(figures, Name, settings.Scale(2_000, 64), sizes.Select(Called));
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

    private static string Called(int silos) => $"{Contestants.Own}, {silos} {(silos == 1 ? "silo" : "silos")}";
}
