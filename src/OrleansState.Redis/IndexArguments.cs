using System.Globalization;
using OrleansState.Indexes;
using StackExchange.Redis;

namespace OrleansState.Redis;

/// <summary>What the script is told of indexes: each sum and each ordered set of a call once, and what each record does to them.</summary>
/// <param name="keyPrefix">What every key begins with.</param>
/// <param name="keys">The call's keys, which those of the indexes are added to.</param>
internal sealed class IndexArguments(string keyPrefix, List<RedisKey> keys)
{
    private readonly Dictionary<string, int> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Index, string Field), int> _sumNumbers = [];
    private readonly Dictionary<string, int> _setNumbers = new(StringComparer.Ordinal);
    private readonly List<RedisValue> _sums = [];
    private readonly List<RedisValue> _sets = [];
    private readonly List<RedisValue> _records = [];

    /// <param name="record">Which record of the call it is, from 1.</param>
    /// <param name="write">What it does to indexes.</param>
    public void Add(int record, IndexWrite write)
    {
        _records.Add(record);
        _records.Add(write.Sums.Count);
        _records.Add(write.Entries.Count);
        foreach (var sum in write.Sums)
        {
            _records.Add(NumberOf(sum));
            _records.Add(sum.Delta);
        }

        foreach (var entry in write.Entries)
        {
            _records.Add(NumberOf(entry));
            _records.Add(entry.Member);
            _records.Add(entry.Score is not { } score ? RedisValue.EmptyString
                : entry.Falls ? "f" + score.ToString("R", CultureInfo.InvariantCulture) : score);
        }
    }

    /// <summary>Adds all of it behind the arguments of records and keys, and in the end where each part begins.</summary>
    public void AddTo(List<RedisValue> values)
    {
        var sumsAt = values.Count + 1;
        values.AddRange(_sums);
        var setsAt = values.Count + 1;
        values.AddRange(_sets);
        values.AddRange(_records);
        values.AddRange([sumsAt, _sumNumbers.Count, setsAt, _setNumbers.Count]);
    }

    private int NumberOf(SumChange sum)
    {
        if (_sumNumbers.TryGetValue((sum.Index, sum.Field), out var known))
            return known;
        _sums.Add(KeyOf(RedisStateStore.IndexOf(keyPrefix, sum.Index)));
        _sums.Add(sum.Field);
        _sums.Add(sum.Keep is { } keep ? (long)keep.TotalSeconds : RedisValue.EmptyString);
        return _sumNumbers[(sum.Index, sum.Field)] = _sumNumbers.Count;
    }

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
