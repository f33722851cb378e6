using System.Collections.Immutable;
using System.Net;
using System.Threading.Channels;

namespace OrleansState.LocalCluster.Tests.Membership;

/// <summary>A membership of two, this silo and another, whose state in the store the test says.</summary>
internal sealed class KnownMembership : IClusterMembershipService, ILocalSiloDetails, IMembershipTable
{
    private readonly Channel<ClusterMembershipSnapshot> _updates = Channel.CreateUnbounded<ClusterMembershipSnapshot>();
    private readonly TaskCompletionSource<SiloAddress> _killed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SiloAddress _other;

    public KnownMembership(IPEndPoint other)
    {
        _other = SiloAddress.New(other, 1);
        CurrentSnapshot = Snapshot(SiloStatus.Active);
        _updates.Writer.TryWrite(CurrentSnapshot);
    }

    /// <summary>What the store says of the other silo when it is asked; the watch has not heard of it yet.</summary>
    public SiloStatus Stored { get; set; } = SiloStatus.Active;

    /// <summary>What the store says of this silo when it is asked.</summary>
    public SiloStatus StoredSelf { get; set; } = SiloStatus.Active;

    /// <summary>The silo that was declared dead.</summary>
    public Task<SiloAddress> Killed => _killed.Task;

    /// <summary>Whether the other silo goes on saying in the table that it is alive; this one does each time it looks.</summary>
    public bool OtherBeats { get; set; }

    /// <summary>How often the table was looked at for such beats.</summary>
    public int Looks { get; private set; }

    /// <summary>How often the store was asked.</summary>
    public int Refreshes { get; private set; }

    public ClusterMembershipSnapshot CurrentSnapshot { get; private set; }

    public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => _updates.Reader.ReadAllAsync();

    public string Name => "this";

    public string ClusterId => "cluster";

    public string DnsHostName => "localhost";

    public SiloAddress SiloAddress { get; } = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 1), 1);

    public SiloAddress GatewayAddress => SiloAddress;

    public ValueTask Refresh(MembershipVersion minimumVersion = default, CancellationToken cancellationToken = default)
    {
        CurrentSnapshot = Snapshot(Stored);
        Refreshes++;
        return ValueTask.CompletedTask;
    }

    public Task<bool> TryKill(SiloAddress siloAddress) => Task.FromResult(_killed.TrySetResult(siloAddress));

    public Task<MembershipTableData> ReadAll()
    {
        var now = DateTime.UnixEpoch.AddSeconds(++Looks);
        return Task.FromResult(new MembershipTableData([Row(SiloAddress, now), Row(_other, OtherBeats ? now : DateTime.UnixEpoch)], new TableVersion(1, "1")));
    }

    public Task InitializeMembershipTable(bool tryInitTableVersion) => throw new NotSupportedException();

    public Task DeleteMembershipTableEntries(string clusterId) => throw new NotSupportedException();

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => throw new NotSupportedException();

    public Task<MembershipTableData> ReadRow(SiloAddress key) => throw new NotSupportedException();

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => throw new NotSupportedException();

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) => throw new NotSupportedException();

    public Task UpdateIAmAlive(MembershipEntry entry) => throw new NotSupportedException();

    private static Tuple<MembershipEntry, string> Row(SiloAddress silo, DateTime beat) =>
        Tuple.Create(new MembershipEntry { SiloAddress = silo, Status = SiloStatus.Active, IAmAliveTime = beat }, "1");

    private ClusterMembershipSnapshot Snapshot(SiloStatus other) => new(
        ImmutableDictionary<SiloAddress, ClusterMember>.Empty
            .Add(SiloAddress, new ClusterMember(SiloAddress, StoredSelf, Name))
            .Add(_other, new ClusterMember(_other, other, "other")),
        new MembershipVersion(Refreshes + 1));
}
