using OrleansState.Bench.Report;
using OrleansState.LocalCluster.Processes;
using OrleansState.LocalCluster.Redis;

namespace OrleansState.Bench.Targets.Carts;

/// <summary>
/// Contestants that keep carts: each is started when a row first asks for it, and kept, warm, for the rows that follow. The
/// absent ones are noted.
/// </summary>
internal sealed class CartContestants(IReadOnlyDictionary<string, Func<Task<CartTarget>>> starts) : IAsyncDisposable
{
    private readonly Dictionary<string, CartTarget> _running = [];
    private readonly Dictionary<string, string> _absent = [];

    /// <summary>The product in its three forms, and all its peers.</summary>
    public static CartContestants All() => new(new Dictionary<string, Func<Task<CartTarget>>>
    {
        [Contestants.EverySecond] = () => ProductCarts.StartAsync(Contestants.EverySecond, AppendFsync.EverySecond),
        [Contestants.Always] = () => ProductCarts.StartAsync(Contestants.Always, AppendFsync.Always),
        [Contestants.Standalone] = StandaloneCarts.StartAsync,
        [FlaskCarts.PeerName] = FlaskCarts.StartAsync,
        [AspNetRedisCarts.Watch] = () => AspNetRedisCarts.StartAsync(AspNetRedisCarts.Watch),
        [AspNetRedisCarts.WatchAlways] = () => AspNetRedisCarts.StartAsync(AspNetRedisCarts.WatchAlways),
        [AspNetRedisCarts.GetSet] = () => AspNetRedisCarts.StartAsync(AspNetRedisCarts.GetSet),
        [RestateServer.PeerName] = RestateCarts.StartAsync,
    });

    /// <summary>Those of these names that are there, each with so many users whose carts are empty.</summary>
    /// <param name="figures">Hears of the absent ones.</param>
    /// <param name="crowd">What the users' names begin with: no other row's.</param>
    /// <param name="users">How many.</param>
    /// <param name="names">The contestants, in the order of the report.</param>
    public async Task<IReadOnlyList<CartTarget>> TakeAsync(Figures figures, string crowd, int users, params IEnumerable<string> names)
    {
        List<CartTarget> taken = [];
        foreach (var name in names)
        {
            if (await RunningAsync(name) is { } target)
            {
                target.Prepare(crowd, users);
                taken.Add(target);
            }
            else
            {
                figures.Note($"Absent. {_absent[name]}");
            }
        }

        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var target in _running.Values)
            await target.DisposeAsync();
        _running.Clear();
    }

    private async Task<CartTarget?> RunningAsync(string name)
    {
        if (_running.TryGetValue(name, out var running) || _absent.ContainsKey(name))
            return running;
        try
        {
            return _running[name] = await starts[name]();
        }
        catch (Exception absent) when (absent is AbsentException or ServerStartException)
        {
            _absent[name] = absent.Message;
            return null;
        }
    }
}
