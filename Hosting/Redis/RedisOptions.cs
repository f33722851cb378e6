namespace OrleansState.Hosting.Redis;

/// <summary>Settings under <c>Redis</c>.</summary>
public sealed class RedisOptions
{
    public const string Section = "Redis";

    /// <summary>
    /// Where Redis is, in StackExchange.Redis' form (<c>host:port,password=…,ssl=true</c>). Unset, the Api runs standalone
    /// with an embedded store; every other process stops.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>How long one command may take before it counts as unanswered; for who is in the cluster, at least 5 s. Default 1 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(1);
}
