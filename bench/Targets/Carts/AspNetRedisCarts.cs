using OrleansState.Bench.Load;
using OrleansState.LocalCluster.Processes;
using OrleansState.LocalCluster.Redis;

namespace OrleansState.Bench.Targets.Carts;

/// <summary>ASP.NET Core and StackExchange.Redis without grains.</summary>
internal sealed class AspNetRedisCarts : CartTarget
{
    public const string Watch = "ASP.NET + Redis WATCH";
    public const string WatchAlways = "ASP.NET + Redis WATCH, always";
    public const string GetSet = "ASP.NET + Redis get/set (loses)";

    private readonly RedisServer _redis;
    private readonly PeerProcess _process;
    private readonly string _path;

    private AspNetRedisCarts(string name, string path, RedisServer redis, PeerProcess process, int port) : base(name, mayLose: name == GetSet) =>
        (_path, _redis, _process, Port) = (path, redis, process, port);

    public override int Port { get; }

    public override string Redis => _redis.ConnectionString;

    public override IReadOnlyList<int> Processes => [_redis.Pid, _process.Process.Pid];

    public static async Task<CartTarget> StartAsync(string name)
    {
        var redis = await RedisServer.StartAsync(name == WatchAlways ? AppendFsync.Always : AppendFsync.EverySecond);
        var port = FreePort.Next();
        var (host, arguments) = PeerProcess.DotNet("AspNetRedis", "--urls", $"http://127.0.0.1:{port}", "--Redis:ConnectionString", redis.ConnectionString);
        var process = await PeerProcess.StartAsync(name, host, arguments);
        await process.AnsweringAsync(port, "/health");
        return new AspNetRedisCarts(name, name == GetSet ? "/getset/cart/add" : "/watch/cart/add", redis, process, port);
    }

    public override async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _redis.DisposeAsync();
    }

    protected override Func<string, byte[]> PrepareAdds(string user) => body => HttpMessage.Post(_path, Header(user), body);

    protected override byte[] PrepareRead(string user) => HttpMessage.Get("/cart", Header(user));

    private static string Header(string user) => $"X-User: {user}";
}
