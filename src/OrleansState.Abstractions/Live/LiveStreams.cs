namespace OrleansState;

/// <summary>The streams by which silos tell processes of changes: one for each process, its key the id of the process.</summary>
public static class LiveStreams
{
    /// <summary>The name of the stream provider, on silos and clients, and of the grain storage that keeps its subscriptions.</summary>
    public const string Provider = "orleansstate-live";

    /// <summary>The namespace of the streams.</summary>
    public const string Namespace = "orleansstate.live";

    /// <summary>How often a silo gives a process that watches one of its states a sign of life.</summary>
    public static TimeSpan SignOfLife { get; } = TimeSpan.FromMilliseconds(500);
}
