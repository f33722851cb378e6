using System.Collections.Immutable;
using Orleans.Concurrency;

namespace OrleansState;

/// <summary>Lists the maintenance tasks of the cluster. One grain, with the key 0.</summary>
[Alias("orleansstate.maintenance-tasks")]
public interface IMaintenanceTasksGrain : IGrainWithIntegerKey
{
    /// <summary>Each task at this moment, in the order of their names.</summary>
    /// <exception cref="StoreUnavailableException">The store did not answer how last runs went.</exception>
    [Alias("List"), ReadOnly]
    Task<ImmutableArray<MaintenanceStatus>> ListAsync();
}
