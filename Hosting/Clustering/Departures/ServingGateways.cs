using Orleans.Messaging;

namespace OrleansState.Hosting.Clustering.Departures;

/// <summary>The list of gateways without those of silos that stop, whose row may say that they serve for a while yet.</summary>
internal sealed class ServingGateways(IGatewayListProvider all, KnownDepartures departures) : IGatewayListProvider
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    /// <summary>Orleans takes a gateway that it was told to avoid for a good one again after so long, which must not happen before the silo has gone.</summary>
    public TimeSpan MaxStaleness => departures.AreThere ? Long : all.MaxStaleness;

    [Obsolete("Orleans asks no more.")]
    public bool IsUpdatable => all.IsUpdatable;

    public Task InitializeGatewayListProvider() => all.InitializeGatewayListProvider();

    public async Task<IList<Uri>> GetGateways()
    {
        var gateways = await all.GetGateways();
        return departures.AreThere ? [.. gateways.Where(gateway => !departures.IsLeaving(gateway))] : gateways;
    }
}
