using Orleans.Messaging;

namespace OrleansState.LocalCluster.Tests.Stops;

internal sealed class FixedGateways(params Uri[] gateways) : IGatewayListProvider
{
    public TimeSpan MaxStaleness => TimeSpan.FromSeconds(1);

    [Obsolete("Orleans asks no more.")]
    public bool IsUpdatable => true;

    public Task InitializeGatewayListProvider() => Task.CompletedTask;

    public Task<IList<Uri>> GetGateways() => Task.FromResult<IList<Uri>>(gateways);
}
