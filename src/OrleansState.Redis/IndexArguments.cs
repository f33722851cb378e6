using System.Globalization;
using OrleansState.Indexes;
using StackExchange.Redis;

namespace OrleansState.Redis;

/// <summary>What the script is told of indexes: each sum and each ordered set of a call once, and what each record does to them.</summary>
/// <param name="keyPrefix">What every key begins with.</param>
/// <param name="keys">The call's keys, which those of the indexes are added to.</param>
/// <param name="records">How many records the call has.</param>
internal sealed class IndexArguments(string keyPrefix, List<RedisKey> keys, int records)
{
    private readonly Dictionary<string, int> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Index, string Field, bool Grows), int> _sumNumbers = [];
    private readonly Dictionary<string, int> _setNumbers = new(StringComparer.Ordinal);
    private readonly List<RedisValue> _sums = [];
    private readonly List<RedisValue> _sets = [];
    /// <summary>A record with a sum and a place; one that does more to indexes makes it larger.</summary>
    private readonly List<RedisValue> _records = new(records * 8);

    /// <summary>How many arguments there are.</summary>
    public int Count => _sums.Count + _sets.Count + _records.Count + 4;


    /// <param name="record">Which record of the call it is, from 1.</param>
    /// <param name="write">What it does to indexes.</param>
    public void Add(int record, IndexWrite write)
    {
        _records.Add(record);
        _records.Add(write.Sums.Count);
        _records.Add(write.Entries.Count);
        foreach (var sum in write.Sums)
        {
            _records.Add(NumberOf(sum, write.At));
            _records.Add(sum.Delta);
        }

        foreach (var entry in write.Entries)
        {
            _records.Add(NumberOf(entry));
            _records.Add(entry.Member);
            _records.Add(ScoreOf(entry));
        }
    }

    /// <summary>Puts all of it behind the arguments of records and keys, and in the end where each part begins.</summary>
    public void CopyTo(RedisValue[] values, int at)
    {
        _sums.CopyTo(values, at);
        _sets.CopyTo(values, at + _sums.Count);
        _records.CopyTo(values, at + _sums.Count + _sets.Count);
        RedisValue[] ends = [at + 1, _sums.Count / 4, at + 1 + _sums.Count, _setNumbers.Count];
        ends.CopyTo(values, at + Count - ends.Length);
    }

    /// <summary>Most scores are whole numbers, which are written and read in a tenth of the time.</summary>
    private static RedisValue ScoreOf(EntryChange entry) => entry.Score switch
    {
        null => RedisValue.EmptyString,
        { } score when entry.Falls => "f" + score.ToString("R", CultureInfo.InvariantCulture),
        { } score when score == (long)score => (long)score,
        { } score => score,
    };

    private int NumberOf(SumChange sum, DateTimeOffset at)
    {
        if (_sumNumbers.TryGetValue((sum.Index, sum.Field, sum.Grows), out var known))
            return known;
        var number = _sumNumbers.Count;
        AddSum(number, sum.Index, sum.Field, RedisValue.EmptyString);
        // Of writes at two sides of a slice's end that travel together the first one says which slice it is.
        foreach (var slices in sum.Grows ? TimeSlices.All : [])
            AddSum(number, slices.IndexAt(sum.Index, at), sum.Field, (long)slices.Keep.TotalSeconds);
        return _sumNumbers[(sum.Index, sum.Field, sum.Grows)] = number;
    }

    /// <summary>A hash that a sum goes into; one that grows goes into several.</summary>
    private void AddSum(int number, string index, string field, RedisValue keep) =>
        _sums.AddRange([number, KeyOf(RedisStateStore.IndexOf(keyPrefix, index)), field, keep]);

    private int NumberOf(EntryChange entry)
    {
        if (_setNumbers.TryGetValue(entry.Index, out var known))
            return known;
        _sets.Add(KeyOf(RedisStateStore.IndexOf(keyPrefix, entry.Index)));
        _sets.Add(entry.Bound is { } bound ? bound : RedisValue.EmptyString);
        _sets.Add(entry.Bound is null ? RedisValue.EmptyString : KeyOf(RedisStateStore.FloorOf(keyPrefix, entry.Index)));
        return _setNumbers[entry.Index] = _setNumbers.Count;
    }

    private int KeyOf(RedisKey key)
    {
        var name = key.ToString();
        if (_keys.TryGetValue(name, out var known))
            return known;
        keys.Add(key);
        return _keys[name] = keys.Count;
    }
}
