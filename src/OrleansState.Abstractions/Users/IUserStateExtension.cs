using System.Collections.Immutable;

namespace OrleansState;

/// <summary>What every grain with a user's state answers besides its own calls. <see cref="UserRecords"/> makes them.</summary>
[Alias("orleansstate.user-state")]
public interface IUserStateExtension : IGrainExtension
{
    /// <summary>The states of the grain that have a record.</summary>
    /// <param name="exceptKinds">Kinds that are left out.</param>
    /// <exception cref="StoreUnavailableException">The store did not answer.</exception>
    [Alias("Export")]
    Task<ImmutableArray<UserRecord>> ExportAsync(ImmutableArray<string> exceptKinds);

    /// <summary>Removes the records of the grain's states and ends the activation. To be done again is harmless.</summary>
    /// <exception cref="StoreUnavailableException">The store did not answer; the records may be gone all the same.</exception>
    [Alias("Erase")]
    Task EraseAsync();
}
