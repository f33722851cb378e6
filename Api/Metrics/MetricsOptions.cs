namespace OrleansState.Api.Metrics;

/// <summary>Settings under <c>Metrics</c>.</summary>
internal sealed class MetricsOptions
{
    public const string Section = "Metrics";

    /// <summary>Whether the Api's <c>/metrics</c> answers admins only. Default false.</summary>
    public bool AdminsOnly { get; set; }
}
