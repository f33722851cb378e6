using OrleansState.LocalCluster.Members;

namespace OrleansState.LocalCluster.Screen;

/// <summary>Shows what runs where.</summary>
internal interface IClusterScreen
{
    /// <summary>Shows the cluster and its changes until <paramref name="over"/> is cancelled.</summary>
    Task WatchAsync(ProcessCluster cluster, CancellationToken over);

    /// <summary>Says that everything serves, and at which addresses.</summary>
    void Ready(string line);
}
