using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OrleansState.Clicks;
using OrleansState.KafkaBridge.DeadLetters;
using OrleansState.KafkaBridge.Events;

namespace OrleansState.KafkaBridge.Partitions;

/// <summary>Records of one partition on their way to becoming a batch, grouped by user as they come.</summary>
internal sealed class BatchBuilder
{
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly List<(string UserId, int Clicks)> _users = [];
    private readonly List<(int User, LoggedClick Click)> _clicks = [];
    private readonly List<DeadLetter> _letters = [];
    private readonly Dictionary<long, RedriveClaim> _claims = [];
    private readonly List<LostRecords> _lost = [];
    private int _skipped;
    private long _nextOffset;
    private long _letterBytes;

    public int Records { get; private set; }

    /// <summary>Nothing has come, and there is nothing to pass either.</summary>
    public bool IsEmpty => Records == 0 && _nextOffset == 0;

    public bool IsFull => Records >= PartitionInbox.MaxRecords || _letterBytes >= PartitionInbox.MaxLetterBytes;

    public void Add(long offset, ClickEvent read, DeadLetter? letter, RedriveClaim? claim)
    {
        if (claim is not null)
            _claims[offset] = claim;
        Records++;
        _nextOffset = offset + 1;
        if (letter is not null)
            Add(letter);
        else if (read.UserId is null)
            _skipped++;
        else
            Add(read.UserId, new LoggedClick(offset, read.Action!));
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
    public PartitionBatch Close()
    {
        var ofUser = new LoggedClick[_users.Count][];
        var filled = new int[_users.Count];
        for (var i = 0; i < ofUser.Length; i++)
            ofUser[i] = new LoggedClick[_users[i].Clicks];
        foreach (var (user, click) in _clicks)
            ofUser[user][filled[user]++] = click;

        var slots = new List<UserClicks>?[ClickSlots.Count];
        for (var i = 0; i < ofUser.Length; i++)
        {
            var userId = _users[i].UserId;
            (slots[ClickSlots.Of(userId)] ??= []).Add(new UserClicks(userId, ImmutableCollectionsMarshal.AsImmutableArray(ofUser[i])));
        }

        var parts = slots.Select((users, slot) => (slot, users)).Where(p => p.users is not null)
            .Select(p => new SlotClicks(p.slot, [.. p.users!])).ToImmutableArray();
        return new PartitionBatch(parts, [.. _letters], _claims, Records, _skipped, _nextOffset, [.. _lost]);
    }

    private void Add(DeadLetter letter)
    {
        _letters.Add(letter);
        _letterBytes += letter.Bytes;
    }

    private void Add(string userId, LoggedClick click)
    {
        ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(_indexes, userId, out var known);
        if (!known)
        {
            index = _users.Count;
            _users.Add((userId, 0));
        }

        ref var user = ref CollectionsMarshal.AsSpan(_users)[index];
        user.Clicks++;
        _clicks.Add((index, click));
    }
}
