namespace OrleansState.Api.Stats;

/// <summary>Settings under <c>Stats</c>.</summary>
internal sealed class StatsOptions
{
    public const string Section = "Stats";

    /// <summary>
    /// Whether everybody may read the numbers over all users, without a token; the ids of the users with the most clicks are among them.
    /// Default false: admins only.
    /// </summary>
    public bool Public { get; set; }
}
