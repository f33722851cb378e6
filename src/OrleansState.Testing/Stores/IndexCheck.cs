using System.Collections.Immutable;
using OrleansState.Indexes;

namespace OrleansState.Testing;

/// <summary>Holds what the writes of records have come to in indexes against what the records themselves say.</summary>
internal sealed class IndexCheck(IEnumerable<IStateKind> kinds)
{
    private readonly ImmutableDictionary<string, IStateKind> _kinds = kinds.ToImmutableDictionary(static kind => kind.Name, StringComparer.Ordinal);

    /// <summary>What an index says of a record that the record does not; null: they agree.</summary>
    public string? Find(string recordKey, RecordInMemory record)
    {
        if (!TryFind(recordKey, out var kind, out var key))
            return null;
        var names = kind.IndexedBy.Select(static index => index.Name).ToHashSet(StringComparer.Ordinal);
        if (Says(kind, key, record.Payload) is not { } says)
            return null;
        var known = record.Indexed ?? IndexedInMemory.None;
        return Differing(known.Sums, says.Sums, index => names.Contains(index.Index)) is { } sum ? $"The index {sum.Index} has {known.Sums.GetValueOrDefault(sum)} of {recordKey}, whose record says {says.Sums.GetValueOrDefault(sum)}."
            : Differing(known.Entries, says.Entries, index => names.Contains(index.Index)) is { } entry ? $"The index {entry.Index} has {recordKey} at {Score(known, entry)}, and its record says {Score(says, entry)}."
            : null;
    }

    /// <summary>What a write would change if it took another record for the one that it replaces.</summary>
    public IndexWrite? Compare(string recordKey, ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after) =>
        TryFind(recordKey, out var kind, out var key) ? kind.Compare(key, before, after) : null;

    private bool TryFind(string recordKey, out IStateKind kind, out string key)
    {
        var slash = recordKey.IndexOf('/', StringComparison.Ordinal);
        key = recordKey[(slash + 1)..];
        return _kinds.TryGetValue(recordKey[..slash], out kind!);
    }

    private static IndexedInMemory? Says(IStateKind kind, string key, ReadOnlyMemory<byte> payload)
    {
        if (payload.IsEmpty)
            return IndexedInMemory.None;
        return kind.Read(key, payload) is { IsWhole: true } read ? IndexedInMemory.None.After(read.Write) : null;
    }

    private static (string Index, string Of)? Differing<T>(
        ImmutableDictionary<(string Index, string Of), T> known, ImmutableDictionary<(string Index, string Of), T> says, Func<(string Index, string Of), bool> concerns)
        where T : struct
    {
        foreach (var index in known.Keys.Union(says.Keys).Where(concerns))
        {
            if (!known.TryGetValue(index, out var value) || !says.TryGetValue(index, out var said) || !value.Equals(said))
                return index;
        }

        return null;
    }

    private static string Score(IndexedInMemory indexed, (string Index, string Member) entry) =>
        indexed.Entries.TryGetValue(entry, out var score) ? score.ToString(System.Globalization.CultureInfo.InvariantCulture) : "no place";
}
