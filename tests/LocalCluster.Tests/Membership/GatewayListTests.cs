using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OrleansState.Hosting.Membership;

namespace OrleansState.LocalCluster.Tests.Membership;

public sealed class GatewayListTests
{
    private const int Enough = 20;

    // What a table is good for does not depend on where it was read.
    private readonly GatewayList _list = new(null!, Options.Create(new GatewayOptions()));

    [Fact]
    public void A_client_goes_on_with_the_silos_that_a_table_has_lost()
    {
        _list.Believe(Table(5, 1, 2));

        Assert.Equal([1, 2, 3], Silos(_list.Believe(Table(4, 1, 3))));
        Assert.Equal([1, 2], Silos(_list.Believe(MembershipView.Empty)));
    }

    [Fact]
    public void A_client_believes_a_later_table()
    {
        _list.Believe(Table(5, 1, 2));

        Assert.Equal([3], Silos(_list.Believe(Table(6, 3))));
    }

    [Fact]
    public void A_client_believes_a_table_that_nobody_restores()
    {
        _list.Believe(Table(5, 1, 2));

        for (var read = 0; read < Enough; read++)
            _list.Believe(Table(2, 3));

        Assert.Equal([3], Silos(_list.Believe(Table(2, 3))));
    }

    private static IEnumerable<int> Silos(MembershipView table) => table.Rows.Keys.Select(silo => silo.Generation).Order();

    private static MembershipView Table(int version, params int[] silos) => new(
        version,
        silos.Select(generation => new MembershipEntry { SiloAddress = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 1), generation), Status = SiloStatus.Active, ProxyPort = 2 })
            .ToImmutableDictionary(row => row.SiloAddress));
}
