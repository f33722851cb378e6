using OrleansState.Bench.Report;
using OrleansState.LocalCluster.Processes;

namespace OrleansState.Bench.Targets.Carts;

/// <summary>The targets of a row, started one after the other; the absent ones are noted.</summary>
internal sealed class CartTargets : IAsyncDisposable
{
    private readonly List<CartTarget> _started = [];

    public IReadOnlyList<CartTarget> All => _started;

    public static async Task<CartTargets> StartAsync(Figures figures, int users, params Func<Task<CartTarget>>[] starts)
    {
        var targets = new CartTargets();
        try
        {
            foreach (var start in starts)
                await targets.AddAsync(figures, users, start);
            return targets;
        }
        catch
        {
            await targets.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var target in _started)
            await target.DisposeAsync();
    }

    private async Task AddAsync(Figures figures, int users, Func<Task<CartTarget>> start)
    {
        try
        {
            var target = await start();
            _started.Add(target);
            target.Prepare(users);
        }
        catch (Exception absent) when (absent is AbsentException or ServerStartException)
        {
            figures.Note($"Absent. {absent.Message}");
        }
    }
}
