using System.Collections.Immutable;
using OrleansState.Kafka.Batches;
using OrleansState.Kafka.Partitions;

namespace OrleansState.Kafka.Waiting;

/// <summary>
/// Keys of one partition whose state can't be read: their events stay in the log, and the partition goes on without them.
/// From a key's first that waits on, none is delivered but in its turn, so that a grain's mark never passes one.
/// </summary>
internal sealed class WaitingEvents<TEvent>(IWaitingEventsGrain store, TimeProvider clock)
{
    /// <summary>Between one look whether the records can be read again and the next.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);

    private Dictionary<string, WaitingUser> _users = new(StringComparer.Ordinal);
    private long _looked = clock.GetTimestamp();

    public int Count => _users.Count;

    /// <summary>Whether it is time to look whether they can go on. Another worker of the partition may have noted some.</summary>
    public bool IsDue => clock.GetElapsedTime(_looked) >= LookInterval;

    /// <summary>Those who wait at present.</summary>
    public IReadOnlyCollection<WaitingUser> Users => _users.Values;

    /// <summary>Asks who waits. To be done after the checkpoint was read, which passes nobody who has not been noted before.</summary>
    /// <returns>False: the store is in another epoch than the one the checkpoint was read in.</returns>
    public async Task<bool> LoadAsync(PartitionStart start)
    {
        var waiting = await store.GetAsync();
        _users = (waiting.Log == start.TopicId ? waiting.Users : []).ToDictionary(u => u.UserId, StringComparer.Ordinal);
        _looked = clock.GetTimestamp();
        return waiting.Epoch == start.Epoch;
    }

    /// <summary>Takes out of what is to be delivered the events that have to wait.</summary>
    public (ImmutableArray<SlotEvents<TEvent>> Delivered, IReadOnlyList<KeyEvents<TEvent>> Waiting) Split(ImmutableArray<SlotEvents<TEvent>> slots)
    {
        if (_users.Count == 0)
            return (slots, []);
        var waiting = new List<KeyEvents<TEvent>>();
        var delivered = slots.Select(slot => slot with { Keys = [.. slot.Keys.SelectMany(key => Split(key, waiting))] });
        return ([.. delivered.Where(slot => !slot.Keys.IsEmpty)], waiting);
    }

    /// <summary>Notes that these events wait, before a checkpoint may pass them.</summary>
    /// <returns>False: the store is in another epoch.</returns>
    public async Task<bool> AddAsync(PartitionStart start, IReadOnlyCollection<KeyEvents<TEvent>> events)
    {
        if (events.Count == 0)
            return true;
        ImmutableArray<WaitingUser> users = [.. events.GroupBy(e => e.Key, StringComparer.Ordinal)
            .Select(g => new WaitingUser(g.Key, g.Min(e => e.FirstOffset), g.Max(e => e.LastOffset)))];
        if (!await store.AddAsync(start.Epoch, start.TopicId, users))
            return false;
        foreach (var user in users)
        {
            _users[user.UserId] = _users.TryGetValue(user.UserId, out var known)
                ? known with { First = Math.Min(known.First, user.First), Last = Math.Max(known.Last, user.Last) }
                : user;
        }

        return true;
    }

    /// <summary>All that waited of these has been delivered.</summary>
    /// <returns>False: the store is in another epoch.</returns>
    public async Task<bool> RemoveAsync(PartitionStart start, ImmutableArray<WaitingUser> users)
    {
        if (users.IsEmpty)
            return true;
        if (!await store.RemoveAsync(start.Epoch, start.TopicId, users))
            return false;
        foreach (var user in users)
            _users.Remove(user.UserId);
        return true;
    }

    private IEnumerable<KeyEvents<TEvent>> Split(KeyEvents<TEvent> events, List<KeyEvents<TEvent>> waiting)
    {
        if (!_users.TryGetValue(events.Key, out var known))
            return [events];
        var (before, from) = events.SplitAt(known.First);
        if (from.Count > 0)
            waiting.Add(from);
        return before.Count == 0 ? [] : [before];
    }
}
