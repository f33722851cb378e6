using OrleansState.LocalCluster.Members;

namespace OrleansState.Bench.Rows.Failures;

/// <param name="Name">The row's name.</param>
/// <param name="Title">Its heading.</param>
/// <param name="How">What happens, in a sentence.</param>
/// <param name="CountedFrom">The moment that the time to answers begins at, in words.</param>
/// <param name="MaxSeconds">The aim for that time; null: no request may fail.</param>
/// <param name="Lasts">How long the load goes on from when it begins to happen.</param>
/// <param name="HappenAsync">Makes it happen and returns the timestamp of that moment.</param>
/// <param name="MaxFailedSeconds">The aim for the longest that a request took to fail; null: none.</param>
/// <param name="MovesCarts">Whether one silo has all of them afterwards.</param>
internal sealed record Failure(
    string Name, string Title, string How, string CountedFrom, double? MaxSeconds, TimeSpan Lasts, Func<ProcessCluster, Task<long>> HappenAsync,
    double? MaxFailedSeconds = null, bool MovesCarts = false)
{
    /// <summary>Nobody shall wait longer to learn that the store is away.</summary>
    private const double WithoutStore = 2;

    private static readonly TimeSpan AwayFor = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan StillFor = TimeSpan.FromSeconds(4);

    public static Failure SiloKill { get; } = new(
        "silo-kill", "A silo is killed", "After two seconds one silo gets kill -9.", "the kill", 1.5, TimeSpan.FromSeconds(5),
        async cluster =>
        {
            var now = TimeProvider.System.GetTimestamp();
            await cluster.Silos[1].KillAsync();
            return now;
        },
        MovesCarts: true);

    public static Failure SiloRestart { get; } = new(
        "silo-restart", "A silo is restarted in order", "After two seconds one silo gets SIGTERM and is started again when it has ended.", "the signal", null,
        TimeSpan.FromSeconds(10),
        async cluster =>
        {
            var now = TimeProvider.System.GetTimestamp();
            await cluster.Silos[1].StopAsync();
            await cluster.Silos[1].RestartAsync();
            return now;
        },
        MovesCarts: true);

    public static Failure RedisRestart { get; } = new(
        "redis-restart", "Redis is killed and comes back", "After two seconds redis-server gets kill -9, and is started again two seconds later.", "when Redis answers again", 1,
        TimeSpan.FromSeconds(6),
        async cluster =>
        {
            cluster.Redis.Server.Kill();
            await Task.Delay(AwayFor, TimeProvider.System);
            await cluster.Redis.Server.RestartAsync();
            return TimeProvider.System.GetTimestamp();
        },
        WithoutStore);

    public static Failure RedisHang { get; } = new(
        "redis-hang", "Redis hangs and goes on", "After two seconds redis-server gets SIGSTOP, and SIGCONT four seconds later: its connections stay open and unanswered.", "SIGCONT", 1,
        TimeSpan.FromSeconds(7),
        async cluster =>
        {
            cluster.Redis.Server.Pause();
            await Task.Delay(StillFor, TimeProvider.System);
            cluster.Redis.Server.Resume();
            return TimeProvider.System.GetTimestamp();
        },
        WithoutStore);
}
