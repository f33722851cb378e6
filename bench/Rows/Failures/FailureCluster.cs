using OrleansState.Bench.Targets;
using OrleansState.LocalCluster.Members;
using OrleansState.LocalCluster.Redis;

namespace OrleansState.Bench.Rows.Failures;

/// <summary>The cluster that things happen to: two silos, an Api, Redis with appendfsync always. Disposed, the next is a new one.</summary>
internal sealed class FailureCluster : IAsyncDisposable
{
    private ProcessCluster? _cluster;

    public async Task<ProcessCluster> StartedAsync() => _cluster ??= await Product.StartAsync(AppendFsync.Always, silos: 2);

    public async ValueTask DisposeAsync()
    {
        if (_cluster is { } cluster)
            await cluster.DisposeAsync();
        _cluster = null;
    }
}
