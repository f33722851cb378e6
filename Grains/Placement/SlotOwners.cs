using OrleansState.Clicks;

namespace OrleansState.Grains.Placement;

/// <summary>
/// Whether a slot's grains belong on this silo, as far as this silo knows who is in the cluster. Silos that have not heard
/// the same yet may both think so, or neither, for as long as the news takes.
/// </summary>
internal sealed class SlotOwners(IClusterMembershipService membership, ILocalSiloDetails self)
{
    /// <summary>
    /// An activation stays at least this long where it was placed, or it would be placed there again by a silo that has
    /// not heard yet, and its calls be sent round until Orleans gives them up.
    /// </summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    private Shares _shares = new(MembershipVersion.MinValue, []);

    public bool IsHere(int slot)
    {
        var shares = _shares;
        if (membership.CurrentSnapshot is var members && members.Version != shares.Version)
            _shares = shares = Divide(members);
        return shares.Here[slot];
    }

    /// <summary>Whether an activation of this age belongs elsewhere by now and should leave.</summary>
    public bool IsMisplaced(int slot, TimeSpan age) => age >= Settling && !IsHere(slot);

    private Shares Divide(ClusterMembershipSnapshot members)
    {
        SiloAddress[] active = [.. members.Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress)];
        return new Shares(
            members.Version,
            [.. Enumerable.Range(0, ClickSlots.Count).Select(slot => self.SiloAddress.Equals(SlotPlacementDirector.Choose(active, slot)))]);
    }

    private sealed record Shares(MembershipVersion Version, bool[] Here);
}
