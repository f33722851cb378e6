using OrleansState.Bench.Load;
using OrleansState.Bench.Report;
using OrleansState.Bench.Targets;
using OrleansState.LocalCluster.Redis;

namespace OrleansState.Bench.Rows.Identity;

/// <summary>What verifying a signature costs, and what remembering it saves.</summary>
internal sealed class TokenCheckRow : Row
{
    private const string Rate = "req/s";
    private const string Known = Contestants.Own + ", token seen before";
    private const string New = Contestants.Own + ", new token each request";
    private const int Connections = 32;

    public override string Name => "token-check";

    public override string Title => "Token check";

    public override string How =>
        "GET /cart of 32 users, each with one ES256 token for all its requests, against a token that the Api has never seen with every request: the difference is what a verified-token cache saves, if there is one.";

    public override async Task MeasureAsync(RowSettings settings, Figures figures)
    {
        await using var cluster = await Product.StartAsync(AppendFsync.EverySecond);
        var known = Enumerable.Range(0, Connections).Select(i => HttpMessage.Get("/cart", Token.Header($"u{i}"))).ToArray();
        await Warming.UntilSteadyAsync(settings, burst => AddAsync(Known, AlwaysTheSame, burst, new Figures()));
        await TakingTurns.RunAsync(settings.Runs, [KnownAsync, NewAsync], measure => measure());

        Shot AlwaysTheSame(int connection, long sent) => new(known[connection], 0);

        Task KnownAsync() => AddAsync(Known, AlwaysTheSame, settings.Window / 2, figures);

        Task NewAsync()
        {
            // More than can be asked for in the time; a connection that runs out would meet its own tokens again.
            var each = settings.Scale(1_500, 200);
            var tokens = Enumerable.Range(0, Connections).AsParallel().AsOrdered()
                .Select(i => Enumerable.Range(0, each).Select(_ => HttpMessage.Get("/cart", Token.Header($"u{i}"))).ToArray()).ToArray();
            return AddAsync(New, (connection, sent) => sent < each ? new Shot(tokens[connection][sent], 0)
                : throw new InvalidOperationException($"{each} tokens of a connection were not enough."), settings.Window / 2, figures);
        }

        async Task<double> AddAsync(string name, Func<int, long, Shot> next, TimeSpan window, Figures into)
        {
            var cpu = CpuTime.Seconds([cluster.Apis[0].Pid!.Value]);
            var result = (await HttpLoad.RunAsync(new LoadPlan
            {
                Port = cluster.Apis[0].Url.Port,
                Connections = Connections,
                Warmup = settings.Warmup / 2,
                Window = window,
                Next = next,
            })).RequireNoFailure(name);
            into.Add(name, Rate, result.PerSecond);
            into.Add(name, "p99 ms", result.P99Milliseconds);
            into.Add(name, "CPU µs/req of the Api", (CpuTime.Seconds([cluster.Apis[0].Pid!.Value]) - cpu) * 1e6 / result.Sent);
            return result.PerSecond;
        }
    }
}
