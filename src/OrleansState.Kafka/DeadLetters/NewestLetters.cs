namespace OrleansState.Kafka.DeadLetters;

/// <summary>The newest letters of many, one of each origin; holds no more of them than it gives.</summary>
internal sealed class NewestLetters(int limit)
{
    private static readonly Comparer<StoredDeadLetter> ByAge = Comparer<StoredDeadLetter>.Create(static (a, b) =>
        (a.Message.Timestamp.UnixTimestampMs, a.Partition, a.Offset).CompareTo((b.Message.Timestamp.UnixTimestampMs, b.Partition, b.Offset)));

    private readonly SortedSet<StoredDeadLetter> _kept = new(ByAge);
    private readonly Dictionary<string, StoredDeadLetter> _byIdentity = new(StringComparer.Ordinal);

    /// <summary>The newest first.</summary>
    public IReadOnlyList<StoredDeadLetter> Kept => [.. _kept.Reverse()];

    /// <param name="letter">One of them, in whatever order they come.</param>
    /// <param name="shown">Makes of one that is kept what is kept of it.</param>
    public void Add(StoredDeadLetter letter, Func<StoredDeadLetter, StoredDeadLetter> shown)
    {
        if (_kept.Count == limit && ByAge.Compare(letter, _kept.Min) < 0)
            return;
        if (_byIdentity.TryGetValue(letter.Identity, out var twin))
        {
            if (ByAge.Compare(letter, twin) < 0)
                return;
            _kept.Remove(twin);
        }

        var kept = shown(letter);
        _kept.Add(kept);
        _byIdentity[kept.Identity] = kept;
        if (_kept.Count <= limit)
            return;
        _byIdentity.Remove(_kept.Min!.Identity);
        _kept.Remove(_kept.Min!);
    }
}
