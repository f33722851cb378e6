using OrleansState.Bench.Load;
using OrleansState.Bench.Report;
using OrleansState.Bench.Targets.Carts;

namespace OrleansState.Bench.Rows.Carts;

/// <summary>Reads of filled carts against an endpoint that does nothing.</summary>
internal sealed class CartReadRow(CartContestants contestants) : Row
{
    private const int Connections = 32;
    private const string Empty = "empty ASP.NET endpoint";

    public override string Name => "cart-read";

    public override string Title => "Cart read, 2,000 users";

    public override string How =>
        "GET /cart of 2,000 users with ten lines each over 32 connections, beside an ASP.NET Core endpoint that answers an empty cart out of nothing, without a token, and the peer that reads Redis.";

    public override IReadOnlyList<Aim> Aims =>
    [
        new(CartMeasurement.Rate, Contestants.Standalone, Empty, 1 / 1.5),
        new(CartMeasurement.Rate, Contestants.EverySecond, Empty, 1 / 1.5),
    ];

    public override IAsyncDisposable Shared => contestants;

    public override async Task MeasureAsync(RowSettings settings, Figures figures)
    {
        var users = settings.Scale(2_000, 64);
        var targets = await contestants.TakeAsync(figures, Name, users, Contestants.EverySecond, Contestants.Standalone, AspNetRedisCarts.Watch);
        var readers = new List<Reader>();
        foreach (var target in targets)
        {
            await FillAsync(target, users);
            readers.Add(new Reader(target.Name, target, [.. Enumerable.Range(0, users).Select(target.ReadRequest)]));
            if (target is AspNetRedisCarts)
                readers.Add(new Reader(Empty, target, [HttpMessage.Get("/empty", "X-User: u0")]));
        }

        foreach (var reader in readers)
            await Warming.UntilSteadyAsync(settings, burst => ReadAsync(reader, burst, TimeSpan.Zero, new Figures()));
        await TakingTurns.RunAsync(settings.Runs, readers, reader => ReadAsync(reader, settings.Window, settings.Warmup, figures));
        foreach (var target in targets)
            CartCheck.CountLost(target);
    }

    private static Task FillAsync(CartTarget target, int users) =>
        Task.WhenAll(Enumerable.Range(0, Connections).Select(connection => Task.Run(() => Fill(target, connection, users))));

    /// <summary>A connection's share of the users.</summary>
    private static void Fill(CartTarget target, int connection, int users)
    {
        using var http = new HttpConnection(target.Port);
        for (var user = connection; user < users; user += Connections)
        {
            for (var item = 0; item < CartTarget.Items; item++)
            {
                if (http.Exchange(target.Add(user, item).Request.Span) != 200)
                    throw new WrongAnswerException($"{target.Name} did not take an item.");
                target.Ledger.Acknowledge(user);
            }
        }
    }

    private static async Task<double> ReadAsync(Reader reader, TimeSpan window, TimeSpan warmup, Figures figures)
    {
        var result = await HttpLoad.RunAsync(new LoadPlan
        {
            Port = reader.Target.Port,
            Connections = Connections,
            Warmup = warmup,
            Window = window,
            Next = (connection, sent) => new Shot(reader.Requests[(int)((connection + sent * Connections) % reader.Requests.Length)], 0),
        });
        result.RequireNoFailure(reader.Name);
        figures.Add(reader.Name, CartMeasurement.Rate, result.PerSecond);
        figures.Add(reader.Name, CartMeasurement.P50, result.P50Milliseconds);
        figures.Add(reader.Name, CartMeasurement.P99, result.P99Milliseconds);
        return result.PerSecond;
    }

    private sealed record Reader(string Name, CartTarget Target, byte[][] Requests);
}
