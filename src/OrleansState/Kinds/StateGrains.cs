using System.Collections.Concurrent;

namespace OrleansState;

/// <summary>The grains of the cluster that have states of a kind, for calls that are about the state and not the grain's own.</summary>
internal sealed class StateGrains(IGrainFactory grains, IClusterManifestProvider manifests)
{
    private readonly ConcurrentDictionary<string, GrainType> _types = new(StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">No silo of the cluster hosts a grain with such a state.</exception>
    public IDurableStateExtension Get(string kind, string key) =>
        grains.GetGrain(GrainId.Create(_types.GetOrAdd(kind, FindType), key)).AsReference<IDurableStateExtension>();

    private GrainType FindType(string kind)
    {
        var found = manifests.Current.AllGrainManifests
            .SelectMany(static manifest => manifest.Grains)
            .FirstOrDefault(grain => grain.Value.Properties.ContainsKey(StatesProvider.KindProperty + kind));
        return found.Value is null ? throw new InvalidOperationException($"No silo hosts a grain with a state of the kind {kind}.") : found.Key;
    }
}
