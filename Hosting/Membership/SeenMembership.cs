namespace OrleansState.Hosting.Membership;

/// <summary>
/// What this process has seen of the membership table, and what is missing from a table that lost its tail, or everything.
/// A silo's status only ever rises, and so does the table's version; a table in which either is lower than what was seen has
/// gone back, and what was seen is put on top of it. Whoever does that first, and in whatever order the others do, the table
/// ends up with the highest status that any of them has seen, under a version that each of them believes.
/// </summary>
/// <param name="expiration">How long the row of a silo that is gone stays in the table.</param>
public sealed class SeenMembership(TimeSpan expiration)
{
    /// <summary>More than are ever in the table; they are remembered lest one of them comes back.</summary>
    private const int MaxDead = 1_000;

    private readonly Lock _gate = new();
    private MembershipView _seen = MembershipView.Empty;

    /// <summary>The latest table, and the silos that are dead beyond it.</summary>
    public MembershipView Latest
    {
        get
        {
            lock (_gate)
                return _seen;
        }
    }

    /// <summary>The table as it has to be written; null where the store's is no older than what was seen.</summary>
    public MembershipView? Restore(MembershipView stored, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var seen = Latest;
        MembershipEntry[] lost = [.. seen.Rows.Values.Where(row => IsLost(row, stored, now))];
        var hasGoneBack = stored.Version < seen.Version || (stored.Version == seen.Version && IsAnother(stored, seen));
        return lost is [] && !hasGoneBack
            ? null
            // Silos believe a later version only, and each compares with the highest that it has seen itself.
            : new MembershipView(Math.Max(stored.Version, seen.Version) + 1, stored.Rows.SetItems(lost.Select(row => KeyValuePair.Create(row.SiloAddress, row))));
    }

    /// <summary>Remembers a table that was read or written.</summary>
    public void Take(MembershipView table)
    {
        ArgumentNullException.ThrowIfNull(table);
        lock (_gate)
        {
            if (table.Version < _seen.Version)
                return;
            var forgotten = _seen.Rows.Values.Where(row => row.Status is SiloStatus.Dead && !table.Rows.ContainsKey(row.SiloAddress))
                .OrderByDescending(row => row.IAmAliveTime).Take(MaxDead);
            _seen = table with { Rows = table.Rows.SetItems(forgotten.Select(row => KeyValuePair.Create(row.SiloAddress, row))) };
        }
    }

    /// <summary>Remembers what another silo told: its table may be one that the store had and this process never read.</summary>
    public void Learn(ClusterMembershipSnapshot told, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(told);
        if (told.Version == MembershipVersion.MinValue)
            return;
        lock (_gate)
        {
            var rows = _seen.Rows;
            foreach (var (silo, member) in told.Members)
            {
                if (member.Status is SiloStatus.None or SiloStatus.Created)
                    continue;
                if (!rows.TryGetValue(silo, out var row))
                    rows = rows.SetItem(silo, new MembershipEntry { SiloAddress = silo, Status = member.Status, SiloName = member.Name, HostName = "", StartTime = now, IAmAliveTime = now });
                else if (row.Status < member.Status)
                    rows = rows.SetItem(silo, MembershipView.With(row, member.Status));
            }

            _seen = new MembershipView(Math.Max(_seen.Version, (int)told.Version.Value), rows);
        }
    }

    /// <summary>Another table under the number of the one that was seen: it lost that one and has been written to since.</summary>
    private static bool IsAnother(MembershipView stored, MembershipView seen) =>
        stored.Rows.Values.Any(row => !seen.Rows.TryGetValue(row.SiloAddress, out var known) || known.Status < row.Status);

    private bool IsLost(MembershipEntry row, MembershipView stored, DateTime now) => stored.Rows.TryGetValue(row.SiloAddress, out var kept)
        ? kept.Status < row.Status
        : row.Status is SiloStatus.Active || !IsSweptSoon(row, now);

    /// <summary>Rows of silos that are gone leave the table one day, and are not missed then.</summary>
    private bool IsSweptSoon(MembershipEntry row, DateTime now) =>
        now - (row.IAmAliveTime > row.StartTime ? row.IAmAliveTime : row.StartTime) > expiration / 2;
}
