using System.Collections.Immutable;

namespace OrleansState.Hosting.Membership;

/// <summary>The membership table at one moment. Its rows are shared: who changes one copies it first.</summary>
public sealed record MembershipView(int Version, ImmutableDictionary<SiloAddress, MembershipEntry> Rows)
{
    public static readonly MembershipView Empty = new(0, ImmutableDictionary<SiloAddress, MembershipEntry>.Empty);

    /// <summary>A row with another status.</summary>
    public static MembershipEntry With(MembershipEntry row, SiloStatus status)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new MembershipEntry
        {
            SiloAddress = row.SiloAddress,
            Status = status,
            SuspectTimes = row.SuspectTimes is null ? null : [.. row.SuspectTimes],
            ProxyPort = row.ProxyPort,
            HostName = row.HostName,
            SiloName = row.SiloName,
            RoleName = row.RoleName,
            UpdateZone = row.UpdateZone,
            FaultZone = row.FaultZone,
            StartTime = row.StartTime,
            IAmAliveTime = row.IAmAliveTime,
        };
    }
}
