using OrleansState.Bench.Targets;
using OrleansState.LocalCluster.Members;
using OrleansState.LocalCluster.Redis;

namespace OrleansState.Bench.Rows.Failures;

/// <summary>The cluster that things happen to: two silos, an Api, Redis with appendfsync always. Whole again before each.</summary>
internal sealed class FailureCluster : IAsyncDisposable
{
    private ProcessCluster? _cluster;

    public async Task<ProcessCluster> WholeAsync()
    {
        _cluster ??= await Product.StartAsync(AppendFsync.Always, silos: 2);
        foreach (var member in _cluster.Members.Where(m => m.State is MemberState.Ended))
            await member.RestartAsync();
        return _cluster;
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is { } cluster)
            await cluster.DisposeAsync();
        _cluster = null;
    }
}
