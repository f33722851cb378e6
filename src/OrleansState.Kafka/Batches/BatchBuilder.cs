using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OrleansState.Kafka.DeadLetters;
using OrleansState.Kafka.Partitions;

namespace OrleansState.Kafka.Batches;

/// <summary>Records of one partition on their way to becoming a batch, grouped by key as they come.</summary>
/// <param name="slotOf">The slot of a key.</param>
internal sealed class BatchBuilder<TEvent>(Func<string, int> slotOf)
{
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly List<KeyChain> _keys = [];
    private readonly List<DeadLetter> _letters = [];
    private readonly Dictionary<long, RedriveClaim> _claims = [];
    private readonly List<LostRecords> _lost = [];
    private EventEntry<TEvent>[] _entries = [];
    private int _events;
    private int _skipped;
    private long _nextOffset;
    private long _letterBytes;

    public int Records { get; private set; }

    /// <summary>Nothing has come, and there is nothing to pass either.</summary>
    public bool IsEmpty => Records == 0 && _nextOffset == 0;

    public bool IsFull => Records >= PartitionInbox.MaxRecords || _letterBytes >= PartitionInbox.MaxLetterBytes;

    public void Add(long offset, in ReadEvent<TEvent> read, DeadLetter? letter, RedriveClaim? claim)
    {
        if (claim is not null)
            _claims[offset] = claim;
        Records++;
        _nextOffset = offset + 1;
        if (letter is not null)
            Add(letter);
        else if (read.Key is null)
            _skipped++;
        else
            Add(read.Key, new LoggedEvent<TEvent>(offset, read.Event));
    }

    /// <summary>Nothing that is given to anybody lies between the last record and this offset.</summary>
    public void Pass(long nextOffset) => _nextOffset = nextOffset;

    /// <summary>These are in the log no longer.</summary>
    public void Lose(LostRecords lost)
    {
        _lost.Add(lost);
        _nextOffset = lost.Next;
    }

    /// <summary>The batch. Nothing may be added any more.</summary>
    public PartitionBatch<TEvent> Close() => new(Slots(), [.. _letters], _claims, Records, _skipped, _nextOffset, [.. _lost]);

    private ImmutableArray<SlotEvents<TEvent>> Slots()
    {
        var slots = new int[_keys.Count];
        var sizes = new int[KeySlots.Count];
        for (var i = 0; i < slots.Length; i++)
            sizes[slots[i] = SlotOf(_keys[i].Key)]++;
        var filled = new KeyEvents<TEvent>[KeySlots.Count][];
        for (var i = 0; i < slots.Length; i++)
        {
            var slot = slots[i];
            filled[slot] ??= new KeyEvents<TEvent>[sizes[slot]];
            filled[slot][^sizes[slot]--] = new KeyEvents<TEvent>(_keys[i].Key, _entries, _keys[i].First, _keys[i].Count);
        }

        var parts = ImmutableArray.CreateBuilder<SlotEvents<TEvent>>();
        for (var slot = 0; slot < filled.Length; slot++)
        {
            if (filled[slot] is { } keys)
                parts.Add(new SlotEvents<TEvent>(slot, ImmutableCollectionsMarshal.AsImmutableArray(keys)));
        }

        return parts.DrainToImmutable();
    }

    private int SlotOf(string key) => slotOf(key) is >= 0 and < KeySlots.Count and var slot
        ? slot
        : throw new InvalidOperationException($"The handler gives key {key} the slot {slotOf(key)}; slots are 0 to {KeySlots.Count - 1}.");

    private void Add(DeadLetter letter)
    {
        _letters.Add(letter);
        _letterBytes += letter.Bytes;
    }

    private void Add(string key, LoggedEvent<TEvent> logged)
    {
        if (_events == _entries.Length)
            Array.Resize(ref _entries, Math.Max(4, 2 * _events));
        _entries[_events].Logged = logged;
        ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(_indexes, key, out var known);
        if (!known)
        {
            index = _keys.Count;
            _keys.Add(new KeyChain(key, _events));
        }

        ref var chain = ref CollectionsMarshal.AsSpan(_keys)[index];
        _entries[chain.Last].Next = _events;
        chain.Last = _events++;
        chain.Count++;
    }

    private struct KeyChain(string key, int first)
    {
        public readonly string Key = key;
        public readonly int First = first;
        public int Last = first;
        public int Count;
    }
}
