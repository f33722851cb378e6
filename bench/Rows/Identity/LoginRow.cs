using Microsoft.AspNetCore.Identity;
using OrleansState.Bench.Load;
using OrleansState.Bench.Report;
using OrleansState.Bench.Targets;
using OrleansState.LocalCluster.Redis;

namespace OrleansState.Bench.Rows.Identity;

/// <summary>Logins beside the bare password hash they have to compute, and refreshes.</summary>
internal sealed class LoginRow : Row
{
    private const int Rounds = 210_000;
    private const string Rate = "per s";
    private const string Login = Contestants.Own + " POST /login";
    private const string Refresh = Contestants.Own + " POST /token/refresh";
    private const string Hash = "password hash alone, all cores";
    private const int Connections = 16;

    /// <summary>A window holds some sixty logins, too few to tell a tenth from the machine's moods.</summary>
    private const int PairsPerRun = 2;

    public override string Name => "login";

    public override string Title => "Login and refresh";

    public override string How =>
        "16 connections log in as 16 users; beside it ASP.NET Core Identity's hasher verifies passwords in a loop on every core, which is the least a login can cost. Then 16 others refresh, again and again with what they got last.";

    public override IReadOnlyList<Aim> Aims => [new(Rate, Login, Hash, 0.9)];

    public override async Task MeasureAsync(RowSettings settings, Figures figures)
    {
        await using var cluster = await Product.StartAsync(AppendFsync.EverySecond);
        var port = cluster.Apis[0].Url.Port;
        var users = new Users(port);
        // Others than those who log in: a user's sessions are bounded, and the one unused longest is pushed out.
        users.Register(2 * Connections);
        var refreshes = Enumerable.Range(Connections, Connections).Select(users.LogInToRefresh).ToArray();
        var plan = new LoadPlan
        {
            Port = port,
            Connections = Connections,
            Warmup = settings.Warmup,
            Window = settings.Window,
            Next = (connection, _) => new Shot(users.Logins[connection], 0),
        };
        var refresh = plan with
        {
            Next = (connection, _) => new Shot(refreshes[connection], 0),
            Answered = (connection, pair) => refreshes[connection] = Users.Refresh(pair),
        };
        await Warming.UntilSteadyAsync(settings, burst => AddAsync(Login, plan with { Window = burst }, new Figures()));
        await Warming.UntilSteadyAsync(settings, burst => AddAsync(Refresh, refresh with { Window = burst }, new Figures()));
        await TakingTurns.RunAsync(PairsPerRun * settings.Runs, [() => AddAsync(Login, plan, figures), HashAsync], measure => measure());
        await TakingTurns.RunAsync(settings.Runs, [() => AddAsync(Refresh, refresh, figures)], measure => measure());

        async Task<double> AddAsync(string name, LoadPlan load, Figures into)
        {
            var result = (await HttpLoad.RunAsync(load)).RequireNoFailure(name);
            into.Add(name, Rate, result.PerSecond);
            into.Add(name, "p50 ms", result.P50Milliseconds);
            into.Add(name, "p99 ms", result.P99Milliseconds);
            return result.PerSecond;
        }

        async Task HashAsync() => figures.Add(Hash, Rate, await HashesPerSecondAsync(settings));
    }

    private static async Task<double> HashesPerSecondAsync(RowSettings settings)
    {
        // As many rounds as the Api makes by default.
        var hasher = new PasswordHasher<object>(Microsoft.Extensions.Options.Options.Create(new PasswordHasherOptions { IterationCount = Rounds }));
        var hash = hasher.HashPassword(new object(), Users.Password);
        var result = await CallLoad.RunAsync(Environment.ProcessorCount, settings.Warmup, settings.Window, (_, _) =>
            hasher.VerifyHashedPassword(new object(), hash, Users.Password) is PasswordVerificationResult.Success
                ? Task.CompletedTask
                : throw new WrongAnswerException("The password was not the one that was hashed."));
        return result.PerSecond;
    }
}
