namespace OrleansState.Bench.Report;

/// <summary>How the report names what is measured.</summary>
internal static class Contestants
{
    /// <summary>How every name of the product's own begins.</summary>
    public const string Own = "OrleansState";

    public const string EverySecond = "OrleansState, everysec";
    public const string InSilo = "OrleansState, everysec, in the silo";
    public const string Always = "OrleansState, always";
    public const string Standalone = "OrleansState standalone";
}
