using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Messaging;

namespace OrleansState.Hosting.Membership;

/// <summary>
/// Tells an Orleans client which silos there are. A table that has gone back would make it close its connections to silos that
/// are well; until the silos have restored it, the client goes by what it has seen.
/// </summary>
internal sealed class GatewayList(MembershipHash table, IOptions<GatewayOptions> options) : IGatewayListProvider
{
    /// <summary>Silos that live restore the table in less than a second. Where nobody has by now, nobody lives who saw it.</summary>
    private const int Patience = 10;

    private MembershipView _seen = MembershipView.Empty;
    private int _olderInARow;

    public TimeSpan MaxStaleness => options.Value.GatewayListRefreshPeriod;

    public bool IsUpdatable => true;

    public Task InitializeGatewayListProvider() => Task.CompletedTask;

    public async Task<IList<Uri>> GetGateways() =>
        [.. Believe(await table.ReadAsync()).Rows.Values.Where(row => row.Status is SiloStatus.Active && row.ProxyPort != 0).Select(Gateway)];

    /// <summary>What to go by when the store has this table.</summary>
    internal MembershipView Believe(MembershipView stored)
    {
        if (stored.Version >= _seen.Version || ++_olderInARow > Patience)
        {
            _olderInARow = 0;
            return _seen = stored;
        }

        return stored with { Rows = stored.Rows.SetItems(_seen.Rows.Where(seen => !stored.Rows.TryGetValue(seen.Key, out var row) || row.Status < seen.Value.Status)) };
    }

    private static Uri Gateway(MembershipEntry row) =>
        SiloAddress.New(row.SiloAddress.Endpoint.Address, row.ProxyPort, row.SiloAddress.Generation).ToGatewayUri();
}
