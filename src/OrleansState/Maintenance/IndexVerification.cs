using OrleansState.Indexes;

namespace OrleansState;

/// <summary>Holds the indexes of one kind against its records.</summary>
internal sealed class IndexVerification(IStateKind kind, IIndexStore indexes, IIndexAudit audit, MaintenanceReport report, bool repairs)
{
    private readonly List<IndexedBy> _sets = [.. kind.IndexedBy.Where(static index => !index.HasSums)];
    private readonly List<string> _sums = [.. kind.IndexedBy.Where(static index => index.HasSums).Select(static index => index.Name)];

    /// <summary>Of sums nothing can be said while records are not in them yet.</summary>
    private bool _isPartlyIndexed;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (repairs)
            await FillUpAsync(cancellationToken);
        var first = await ScanAsync(places: true, cancellationToken);
        if (_isPartlyIndexed)
            await audit.NoteBuiltAsync(kind.Name, "");
        foreach (var set in _sets)
            await RemoveGhostsAsync(set, cancellationToken);
        if (_sums.Count == 0 || _isPartlyIndexed)
            return;
        var sums = await ReadSumsAsync();
        // What was the same before this moment and behind it was so at it.
        var second = await ScanAsync(places: false, cancellationToken);
        if (first.Fingerprint != second.Fingerprint)
            report.Count("busy_sums", sums.Count);
        else
            await CompareAsync(sums, first.Says);
    }

    private async Task CompareAsync(Dictionary<(string Index, string Field), long> sums, Dictionary<(string Index, string Field), long> says)
    {
        foreach (var sum in sums.Keys.Union(says.Keys))
        {
            var difference = sums.GetValueOrDefault(sum) - says.GetValueOrDefault(sum);
            if (difference == 0)
                continue;
            report.Count("sums_that_differ");
            report.Count($"differs:{sum.Index}");
            if (!repairs)
                continue;
            await audit.AddAsync(sum.Index, sum.Field, -difference);
            report.Count("repaired");
        }
    }

    /// <summary>Reads all records once: what they say of sums, and a number that is another where any of them is another.</summary>
    private async Task<(Dictionary<(string Index, string Field), long> Says, long Fingerprint)> ScanAsync(bool places, CancellationToken cancellationToken)
    {
        var says = new Dictionary<(string Index, string Field), long>();
        var fingerprint = 0L;
        await foreach (var page in audit.ReadRecordsAsync(kind.Name, places ? _sets : [], cancellationToken))
        {
            foreach (var record in page)
            {
                // Added up, since a scan has no order. No ETag comes twice.
                fingerprint += ((long)HashCode.Combine(record.Key, record.ETag) << 32) + HashCode.Combine(record.ETag, record.Key);
                await ReadAsync(record, says, places);
            }
        }

        return (says, fingerprint);
    }

    private async Task ReadAsync(AuditedRecord record, Dictionary<(string Index, string Field), long> says, bool places)
    {
        if (places)
            report.Count("records");
        if (kind.Read(record.Key, record.Payload) is not { } read)
        {
            // It is in sums with what nobody can read.
            report.Count("unreadable", places ? 1 : 0);
            _isPartlyIndexed = true;
            return;
        }

        if (!read.IsWhole)
        {
            // It comes into its indexes when it is written next, and is in some of them or in none.
            report.Count("not_indexed_yet", places ? 1 : 0);
            _isPartlyIndexed = true;
            return;
        }

        foreach (var sum in read.Write.Sums.Where(sum => _sums.Contains(sum.Index)))
            says[(sum.Index, sum.Field)] = says.GetValueOrDefault((sum.Index, sum.Field)) + sum.Delta;
        for (var i = 0; places && i < _sets.Count; i++)
            await CompareAsync(record, _sets[i], record.Places[i].Score, ScoreIn(read.Write, _sets[i], record.Places[i]));
    }

    private async Task CompareAsync(AuditedRecord record, IndexedBy set, double? has, double? says)
    {
        // Moments are rounded by settings that may have changed since; the engine looks at the state itself.
        if (has == says || (set.Name.StartsWith(IndexNames.Engine, StringComparison.Ordinal) && has is not null && says is not null))
            return;
        report.Count("places_that_differ");
        report.Count($"differs:{set.Name}");
        if (repairs && await audit.PlaceAsync(kind.Name, record.Key, record.ETag, set.Name, says))
            report.Count("repaired");
    }

    /// <summary>Where a record's key belongs. At the floor of a bounded set it may be in it or not.</summary>
    private static double? ScoreIn(IndexWrite write, IndexedBy set, IndexPlace place)
    {
        foreach (var entry in write.Entries)
        {
            if (entry.Index == set.Name)
                return place.Floor is null || entry.Score > place.Floor || entry.Score == place.Score ? entry.Score : null;
        }

        return null;
    }

    private async Task RemoveGhostsAsync(IndexedBy set, CancellationToken cancellationToken)
    {
        await foreach (var page in audit.ReadGhostsAsync(kind.Name, set.Name, cancellationToken))
        {
            foreach (var ghost in page)
            {
                report.Count("places_of_no_record");
                report.Count($"differs:{set.Name}");
                if (repairs && await audit.PlaceAsync(kind.Name, ghost, Storage.ETag.None, set.Name, score: null))
                    report.Count("repaired");
            }
        }
    }

    /// <summary>
    /// Lowers the floor of a bounded set that has become thin, to what a full one would have. From then on writes bring in what lies above
    /// it, and the scan that follows brings in what was there already.
    /// </summary>
    private async Task FillUpAsync(CancellationToken cancellationToken)
    {
        foreach (var set in _sets)
        {
            if (set.Bound is not { } bound || await audit.ReadFloorAsync(set.Name) is not { } floor || await indexes.CountAsync(set.Name) >= bound)
                continue;
            var best = new PriorityQueue<double, double>();
            await foreach (var page in audit.ReadRecordsAsync(kind.Name, [], cancellationToken))
            {
                foreach (var record in page)
                {
                    if (kind.Read(record.Key, record.Payload)?.Write.Entries.FirstOrDefault(entry => entry.Index == set.Name).Score is not { } score)
                        continue;
                    best.Enqueue(score, score);
                    // One more than it holds: the highest that it does not hold is its floor.
                    if (best.Count > bound + 1)
                        best.Dequeue();
                }
            }

            await audit.ReplaceFloorAsync(set.Name, floor, best.Count > bound ? best.Peek() : null);
            report.Count("filled_up");
        }
    }

    private async Task<Dictionary<(string Index, string Field), long>> ReadSumsAsync()
    {
        var sums = new Dictionary<(string Index, string Field), long>();
        foreach (var index in _sums)
        {
            foreach (var (field, value) in await indexes.ReadSumsAsync([index]))
                sums[(index, field)] = value;
        }

        return sums;
    }
}
