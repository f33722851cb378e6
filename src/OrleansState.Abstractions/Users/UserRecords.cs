using System.Collections.Immutable;

namespace OrleansState;

/// <summary>
/// The states of one user, of every kind that says of itself that its key is the user's id (<see cref="UserRelation.KeyIsUserId"/>),
/// whatever grains the cluster's silos host: a kind that is added later is found without being named. For silos and clients.
/// </summary>
/// <param name="grains">Makes the calls.</param>
/// <param name="manifests">What grains there are in the cluster, and what they say of themselves.</param>
public sealed class UserRecords(IGrainFactory grains, IClusterManifestProvider manifests)
{
    /// <summary>A grain that has states of users has this in the cluster's manifest.</summary>
    public const string ManifestProperty = "orleansstate.user-states";

    /// <summary>Every state that the user has, in the order of their kinds.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="exceptKinds">Kinds that the caller exports in a form of its own.</param>
    /// <exception cref="StoreUnavailableException">The store did not answer.</exception>
    public async Task<ImmutableArray<UserRecord>> ExportAsync(string userId, params IReadOnlyCollection<string> exceptKinds)
    {
        ArgumentNullException.ThrowIfNull(exceptKinds);
        var records = await Task.WhenAll(Find(userId).Select(state => state.ExportAsync([.. exceptKinds])));
        return [.. records.SelectMany(found => found).OrderBy(record => record.Kind, StringComparer.Ordinal)];
    }

    /// <summary>
    /// Erases them all. The user's tombstone is to be placed before (<c>StateEngine.PlaceTombstoneAsync</c>), or a call on its way
    /// may begin one anew. To be done again is harmless.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <exception cref="StoreUnavailableException">The store did not answer; some may be gone all the same.</exception>
    public Task EraseAsync(string userId) => Task.WhenAll(Find(userId).Select(state => state.EraseAsync()));

    private IEnumerable<IUserStateExtension> Find(string userId)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        return manifests.Current.AllGrainManifests
            .SelectMany(manifest => manifest.Grains)
            .Where(grain => grain.Value.Properties.ContainsKey(ManifestProperty))
            .Select(grain => grain.Key)
            .Distinct()
            .Select(type => grains.GetGrain(GrainId.Create(type, userId)).AsReference<IUserStateExtension>());
    }
}
