using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Messaging;
using OrleansState.Hosting.Clustering.Departures;

namespace OrleansState.LocalCluster.Tests.Stops;

/// <summary>What is used of Orleans that is not public is still there.</summary>
public sealed class GatewayMaskTests
{
    [Fact]
    public void Orleans_client_can_be_turned_away_from_a_gateway()
    {
        var gateway = SiloAddress.New(IPAddress.Loopback, 30000, 0).ToGatewayUri();
        using var host = new HostBuilder().UseOrleansClient(client => client.UseStaticClustering(new IPEndPoint(IPAddress.Loopback, 30000))).Build();

        new GatewayMask(host.Services).TurnAwayFrom(gateway);
    }

    [Fact]
    public async Task A_gateway_of_a_silo_that_leaves_is_off_the_list_and_its_row_may_say_what_it_will()
    {
        var known = new KnownDepartures();
        var (leaving, other) = (SiloAddress.New(IPAddress.Loopback, 30000, 7), SiloAddress.New(IPAddress.Loopback, 30001, 8));
        var services = new ServiceCollection().AddSingleton<IGatewayListProvider>(new FixedGateways(leaving.ToGatewayUri(), other.ToGatewayUri())).AddSingleton(known);
        services.AddServingGateways();
        using var provider = services.BuildServiceProvider();
        var list = provider.GetRequiredService<IGatewayListProvider>();

        known.Add(new Departure(SiloAddress.New(IPAddress.Loopback, 11111, 7), leaving.ToGatewayUri(), DepartureStage.Leaving));

        Assert.Equal(other.ToGatewayUri(), Assert.Single(await list.GetGateways()));
        Assert.True(list.MaxStaleness > TimeSpan.FromMinutes(1));
    }
}
