using System.Collections.Immutable;
using Orleans.Concurrency;

namespace OrleansState;

/// <summary>Knows the tasks of the silo that it is on; those of all silos are the same.</summary>
[StatelessWorker]
[GrainType("orleansstate.maintenance-tasks")]
internal sealed class MaintenanceTasksGrain(IEnumerable<IMaintenanceTask> tasks) : Grain, IMaintenanceTasksGrain
{
    public async Task<ImmutableArray<MaintenanceStatus>> ListAsync() =>
        [.. await Task.WhenAll(tasks.Select(static task => task.Name).Order(StringComparer.Ordinal).Select(name => GrainFactory.GetGrain<IMaintenanceGrain>(name).GetAsync()))];
}
