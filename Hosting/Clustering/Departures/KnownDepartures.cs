using System.Collections.Immutable;

namespace OrleansState.Hosting.Clustering.Departures;

/// <summary>The silos of which this process knows that they stop. Asked at every list of gateways and every look for a grain.</summary>
internal sealed class KnownDepartures
{
    private ImmutableDictionary<SiloAddress, Departure> _departures = ImmutableDictionary<SiloAddress, Departure>.Empty;

    public bool AreThere => !_departures.IsEmpty;

    internal IEnumerable<Departure> All => _departures.Values;

    public bool IsEmpty(SiloAddress? silo) => !_departures.IsEmpty && silo is not null && _departures.TryGetValue(silo, out var departure) && departure.Stage >= DepartureStage.Empty;

    internal bool IsLeaving(Uri gateway) => _departures.Values.Any(departure => departure.Gateway == gateway);

    internal void Add(Departure departure) => ImmutableInterlocked.AddOrUpdate(ref _departures, departure.Silo, departure, (_, _) => departure);

    internal void Remove(SiloAddress silo) => ImmutableInterlocked.TryRemove(ref _departures, silo, out _);
}
