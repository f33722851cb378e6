namespace OrleansState.Indexes;

/// <summary>Collects what one write changes in indexes.</summary>
internal sealed class IndexChanges(string member, DateTimeOffset now)
{
    private static readonly IReadOnlyList<SumChange> NoSums = [];
    private static readonly IReadOnlyList<EntryChange> NoEntries = [];

    private List<SumChange>? _sums;
    private List<EntryChange>? _entries;

    public void Sum(string index, string field, long delta, bool grows = false)
    {
        if (delta != 0)
            (_sums ??= new(1)).Add(new SumChange(index, field, delta, grows));
    }

    /// <summary>Moves the key from one score to another, null standing for none.</summary>
    public void Move(string index, double? before, double? after, int? bound = null)
    {
        if (before != after)
            (_entries ??= new(1)).Add(new EntryChange(index, member, after, bound, before > after));
    }

    public IndexWrite? ToWrite() => _sums is null && _entries is null ? null : new IndexWrite(_sums ?? NoSums, _entries ?? NoEntries, now);
}
