using System.Collections.Immutable;
using OrleansState.Indexes;

namespace OrleansState.Testing;

/// <summary>
/// What the writes of one record have come to in indexes. Kept with the record, so that a store that loses a record's last writes loses
/// what they did to indexes too, as the real one does. Immutable, so that a snapshot of a store is cheap.
/// </summary>
internal sealed record IndexedInMemory(
    ImmutableDictionary<(string Index, string Field), long> Sums, ImmutableDictionary<(string Index, string Member), double> Entries)
{
    public static IndexedInMemory None { get; } = new(
        ImmutableDictionary<(string, string), long>.Empty, ImmutableDictionary<(string, string), double>.Empty);

    public IndexedInMemory After(IndexWrite? write)
    {
        if (write is null)
            return this;
        var (sums, entries) = (Sums, Entries);
        foreach (var sum in write.Sums)
        {
            Add(sum.Index, sum);
            foreach (var slices in sum.Grows ? TimeSlices.All : [])
                Add(slices.IndexAt(sum.Index, write.At), sum);
        }

        foreach (var entry in write.Entries)
            entries = entry.Score is { } score ? entries.SetItem((entry.Index, entry.Member), score) : entries.Remove((entry.Index, entry.Member));
        return new IndexedInMemory(sums, entries);

        void Add(string index, SumChange sum)
        {
            var value = sums.GetValueOrDefault((index, sum.Field)) + sum.Delta;
            sums = value == 0 ? sums.Remove((index, sum.Field)) : sums.SetItem((index, sum.Field), value);
        }
    }
}
