namespace OrleansState.Redis;

/// <summary>Which server this is and in which of its lives, by its own words in <c>INFO</c>.</summary>
/// <param name="RunId">Another after each restart.</param>
/// <param name="ReplicationId">Another after each promotion.</param>
/// <param name="Role"><c>master</c>, or what it is instead.</param>
/// <param name="Version">Of Redis, or of the Redis that it is like.</param>
/// <param name="IsGarnet">Whether it is a Garnet.</param>
internal sealed record RedisIdentity(string RunId, string ReplicationId, string Role, Version Version, bool IsGarnet)
{
    /// <summary>
    /// Before it, <c>SCRIPT LOAD</c> went into the append-only file and to replicas: scripts outlived restarts, and what was
    /// read before a loss was taken after it.
    /// </summary>
    public static readonly Version Oldest = new(7, 0);

    public bool IsPrimary => Role == "master";

    /// <summary>Whether it forgets its scripts when it restarts.</summary>
    public bool ForgetsScripts => IsGarnet || Version >= Oldest;

    /// <exception cref="InvalidOperationException">It does not say who it is.</exception>
    public static RedisIdentity Of(IReadOnlyDictionary<string, string> info) => new(
        info.GetValueOrDefault("run_id") ?? throw new InvalidOperationException("INFO server names no run_id; this server can't tell a restart."),
        info.GetValueOrDefault("master_replid", ""),
        info.GetValueOrDefault("role", ""),
        Version.TryParse(info.GetValueOrDefault("redis_version"), out var version) ? version : new Version(0, 0),
        info.ContainsKey("garnet_version"));

    /// <summary>The fields of what <c>INFO</c> answered.</summary>
    public static Dictionary<string, string> Fields(string info)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in info.Split('\n'))
        {
            if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var end)
                fields[line[..end]] = line[(end + 1)..].Trim();
        }

        return fields;
    }
}
