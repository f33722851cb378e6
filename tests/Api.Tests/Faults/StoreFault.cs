using StackExchange.Redis;

namespace OrleansState.Api.Tests.Faults;

/// <summary>A fault of the store that lasts until it is lifted.</summary>
/// <param name="Name">What it is.</param>
/// <param name="BeginAsync">Brings it on.</param>
/// <param name="EndAsync">Lifts it.</param>
internal sealed record StoreFault(string Name, Func<FaultCluster, Task> BeginAsync, Func<FaultCluster, Task> EndAsync)
{
    public static IReadOnlyList<StoreFault> All { get; } =
    [
        new("BUSY with a script", SpinAsync, StopSpinningAsync),
        new("CLIENT PAUSE", cluster => AskAsync(cluster, "CLIENT", "PAUSE", "3000", "ALL"), _ => Task.CompletedTask),
        new("a stall", Do(cluster => cluster.Redis.Pause()), Do(cluster => cluster.Redis.Resume())),
        new("no connection", Do(cluster => cluster.Proxy.RefuseAll()), Healed),
        Error("BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE."),
        Error("OOM command not allowed when used memory > 'maxmemory'."),
        Error("MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk."),
        Error("LOADING Redis is loading the dataset in memory"),
        Error("READONLY You can't write against a read only replica."),
        Error("NOAUTH Authentication required."),
        Error("WRONGTYPE Operation against a key holding the wrong kind of value"),
        Error("NOREPLICAS Not enough good replicas to write."),
        Error("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'."),
        Error("ERR something that no release has said before"),
    ];

    private static Func<FaultCluster, Task> Healed => Do(cluster => cluster.Proxy.Heal());

    private static StoreFault Error(string words) => new(words.Split(' ')[0], Do(cluster => cluster.Proxy.AnswerWith(words)), Healed);

    private static Func<FaultCluster, Task> Do(Action<FaultCluster> act) => cluster =>
    {
        act(cluster);
        return Task.CompletedTask;
    };

    private static async Task SpinAsync(FaultCluster cluster)
    {
        await AskAsync(cluster, "CONFIG", "SET", "lua-time-limit", "10");
        _ = AskAsync(cluster, "EVAL", "while true do end", "0").ContinueWith(static killed => killed.Exception, TaskScheduler.Default);
    }

    private static Task StopSpinningAsync(FaultCluster cluster) => TestServers.Eventually.UntilAsync("the end of the script", async () =>
    {
        try
        {
            await AskAsync(cluster, "SCRIPT", "KILL");
            return true;
        }
        catch (RedisException notYet)
        {
            // It is killed already, or the server has not looked yet.
            return notYet.Message.StartsWith("NOTBUSY", StringComparison.Ordinal);
        }
    });

    /// <summary>Past the proxy, on a connection that asks the server nothing else.</summary>
    private static async Task AskAsync(FaultCluster cluster, string command, params object[] arguments)
    {
        using var redis = new System.Net.Sockets.TcpClient();
        await redis.ConnectAsync(System.Net.IPAddress.Loopback, cluster.Redis.Port);
        using var writer = new StreamWriter(redis.GetStream()) { NewLine = "\r\n", AutoFlush = true };
        using var reader = new StreamReader(redis.GetStream());
        object[] words = [command, .. arguments];
        await writer.WriteAsync($"*{words.Length}\r\n{string.Concat(words.Select(w => $"${w.ToString()!.Length}\r\n{w}\r\n"))}");
        var answer = await reader.ReadLineAsync();
        if (answer?.StartsWith('-') != false)
            throw new RedisException(answer?[1..] ?? "The connection was closed.");
    }

    public override string ToString() => Name;
}
