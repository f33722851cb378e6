namespace OrleansState.LocalCluster.Redis;

/// <summary>When Redis brings its append-only file to disk: before each answer, each second, or when the system likes.</summary>
public enum AppendFsync
{
    Always,
    EverySecond,
    No,
}
