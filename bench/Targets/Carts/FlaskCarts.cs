using System.Globalization;
using OrleansState.Bench.Load;
using OrleansState.LocalCluster.Processes;
using OrleansState.LocalCluster.Redis;

namespace OrleansState.Bench.Targets.Carts;

/// <summary>Flask, Flask-Session and Redis under gunicorn: a worker a core and one more, threads that keep connections.</summary>
internal sealed class FlaskCarts : CartTarget
{
    public const string PeerName = "Flask + Flask-Session";

    private const string Gunicorn = "/usr/bin/gunicorn";

    private readonly RedisServer _redis;
    private readonly PeerProcess _process;

    private FlaskCarts(RedisServer redis, PeerProcess process, int port) : base(PeerName, mayLose: true) =>
        (_redis, _process, Port) = (redis, process, port);

    public override int Port { get; }

    public override string Redis => _redis.ConnectionString;

    public override IReadOnlyList<int> Processes => [_redis.Pid, _process.Process.Pid];

    public static async Task<CartTarget> StartAsync()
    {
        if (!File.Exists(Gunicorn))
            throw new AbsentException($"{PeerName}: {Gunicorn} is not installed (apt-get install gunicorn python3-flask python3-flask-session python3-redis).");
        var redis = await RedisServer.StartAsync(AppendFsync.EverySecond);
        var port = FreePort.Next();
        var process = await PeerProcess.StartAsync(
            PeerName, Gunicorn,
            [
                "--chdir", PeerProcess.Folder("flask-cart"), "--bind", $"127.0.0.1:{port}", "--worker-tmp-dir", "/dev/shm", "--keep-alive", "75",
                "--worker-class", "gthread", "--workers", $"{Environment.ProcessorCount + 1}", "--threads", "16", "app:app",
            ],
            new Dictionary<string, string?>
            {
                ["REDIS_PORT"] = redis.Port.ToString(CultureInfo.InvariantCulture),
                ["SECRET_KEY"] = Guid.NewGuid().ToString("N"),
                ["PYTHONDONTWRITEBYTECODE"] = "1",
            });
        await process.AnsweringAsync(port, "/health");
        return new FlaskCarts(redis, process, port);
    }

    public override async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _redis.DisposeAsync();
    }

    protected override Func<string, byte[]> PrepareAdds(string user)
    {
        var header = Cookie(user);
        return body => HttpMessage.Post("/cart/add", header, body);
    }

    protected override byte[] PrepareRead(string user) => HttpMessage.Get("/cart", Cookie(user));

    private static string Cookie(string user) => $"Cookie: session={user}";
}
