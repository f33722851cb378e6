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
    /// <summary>Under this a grain names the kinds of its users' states in the cluster's manifest, with commas between them.</summary>
    public const string ManifestProperty = "orleansstate.user-kinds";

    /// <summary>Every state that the user has, in the order of their kinds.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="exceptKinds">Kinds that the caller exports in a form of its own.</param>
    /// <exception cref="StoreUnavailableException">The store did not answer.</exception>
    public async Task<ImmutableArray<UserRecord>> ExportAsync(string userId, params IReadOnlyCollection<string> exceptKinds)
    {
        var records = await Task.WhenAll(Find(userId, exceptKinds).Select(state => state.ExportAsync()));
        return [.. records.SelectMany(found => found).OrderBy(record => record.Kind, StringComparer.Ordinal)];
    }

    /// <summary>
    /// Erases them all. The user's tombstone is to be placed before (<c>StateEngine.PlaceTombstoneAsync</c>), or a call on its way
    /// may begin one anew. To be done again is harmless.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="exceptKinds">Kinds that the caller erases itself.</param>
    /// <exception cref="StoreUnavailableException">The store did not answer; some may be gone all the same.</exception>
    public Task EraseAsync(string userId, params IReadOnlyCollection<string> exceptKinds) =>
        Task.WhenAll(Find(userId, exceptKinds).Select(state => state.EraseAsync()));

    /// <summary>A grain of several kinds is found by any of them, and only where none is excepted.</summary>
    private IEnumerable<IUserStateExtension> Find(string userId, IReadOnlyCollection<string> exceptKinds)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        ArgumentNullException.ThrowIfNull(exceptKinds);
        return manifests.Current.AllGrainManifests
            .SelectMany(manifest => manifest.Grains)
            .Where(grain => grain.Value.Properties.TryGetValue(ManifestProperty, out var kinds) && !kinds.Split(',').Any(exceptKinds.Contains))
            .Select(grain => grain.Key)
            .Distinct()
            .Select(type => grains.GetGrain(GrainId.Create(type, userId)).AsReference<IUserStateExtension>());
    }
}
