namespace OrleansState;

/// <summary>What is stored of a maintenance task.</summary>
[GenerateSerializer, Immutable, Alias("orleansstate.maintenance-state")]
internal sealed record MaintenanceState
{
    [Id(0)]
    public MaintenanceRun? LastRun { get; init; }
}
