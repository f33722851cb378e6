using System.Diagnostics.CodeAnalysis;
using Orleans.Configuration;
using Orleans.Runtime.GrainDirectory;
using OrleansState.Hosting.Clustering.Departures;

namespace OrleansState.Silo.Membership;

/// <summary>
/// What a silo remembers of where grains are, without those of a silo that stops and has none left. Orleans forgets them one by
/// one, when a call has gone there in vain, or when that silo is dead; a call that is on its way just then would be lost.
/// </summary>
internal sealed class PresentAddresses(IGrainDirectoryCache all, KnownDepartures departures) : IGrainDirectoryCache, IAsyncDisposable
{
    public IEnumerable<(GrainAddress ActivationAddress, int Version)> KeyValues => all.KeyValues;

    /// <summary>Over what Orleans would use by itself.</summary>
    public static PresentAddresses Create(IServiceProvider services) => new(
        GrainDirectoryCacheFactory.CreateGrainDirectoryCache(services, new GrainDirectoryOptions()), services.GetRequiredService<KnownDepartures>());

    public bool LookUp(GrainId key, [NotNullWhen(true)] out GrainAddress? result, out int version) =>
        all.LookUp(key, out result, out version) && !departures.IsEmpty(result.SiloAddress);

    public void AddOrUpdate(GrainAddress value, int version) => all.AddOrUpdate(value, version);

    public bool Remove(GrainId key) => all.Remove(key);

    public bool Remove(GrainAddress key) => all.Remove(key);

    public void Clear() => all.Clear();

    public async ValueTask DisposeAsync()
    {
        if (all is IAsyncDisposable asynchronous)
            await asynchronous.DisposeAsync();
        else
            (all as IDisposable)?.Dispose();
    }
}
