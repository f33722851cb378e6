using OrleansState.Bench.Load;
using OrleansState.Bench.Report;
using OrleansState.Bench.Targets.Carts;
using OrleansState.LocalCluster.Redis;

namespace OrleansState.Bench.Rows.Identity;

/// <summary>Carts while everybody tries to log in.</summary>
internal sealed class LoginFloodRow : Row
{
    private const string Alone = Contestants.Own + ", carts alone";
    private const string Flooded = Contestants.Own + ", carts under a login flood";
    private const int CartConnections = 8;
    private const int LoginConnections = 32;

    public override string Name => "login-flood";

    public override string Title => "Cart add under a login flood";

    public override string How =>
        "8 connections add to carts, first alone, then while 32 connections log in without a pause, with the rate limits off that would refuse them.";

    public override async Task MeasureAsync(RowSettings settings, Figures figures)
    {
        await using var carts = await ProductCarts.StartAsync(Contestants.EverySecond, AppendFsync.EverySecond);
        carts.Prepare(Name, settings.Scale(200, 16));
        var users = new Users(carts.Port);
        users.Register(LoginConnections / 2);
        var adds = new LoadPlan
        {
            Port = carts.Port,
            Connections = CartConnections,
            Warmup = settings.Warmup,
            Window = settings.Window,
            Ledger = carts.Ledger,
            Next = (connection, sent) => carts.AddInTurn(connection, CartConnections, sent),
        };
        var logins = adds with { Connections = LoginConnections, Ledger = null, Next = (connection, _) => new Shot(users.Logins[connection / 2], 0) };
        await TakingTurns.RunAsync(settings.Runs, [AloneAsync, FloodedAsync], measure => measure());
        CartCheck.CountLost(carts);

        async Task AloneAsync() => Add(Alone, await HttpLoad.RunAsync(adds));

        async Task FloodedAsync()
        {
            var flood = HttpLoad.RunAsync(logins);
            Add(Flooded, await HttpLoad.RunAsync(adds));
            figures.Add(Flooded, "logins/s beside", (await flood).RequireNoFailure("logins").PerSecond);
        }

        void Add(string name, LoadResult result)
        {
            result.RequireNoFailure(name);
            figures.Add(name, "p50 ms", result.P50Milliseconds);
            figures.Add(name, "p99 ms", result.P99Milliseconds);
            figures.Add(name, "adds/s", result.PerSecond);
        }
    }
}
