using System.Collections.Immutable;
using OrleansState.Clicks;
using OrleansState.Waiting;

namespace OrleansState.KafkaBridge.Partitions;

/// <summary>
/// Users of one partition whose record can't be read: their clicks stay in the log, and the partition goes on without them.
/// From a user's first that waits on, none is delivered but in its turn, so that a counter's mark never passes one.
/// </summary>
internal sealed class WaitingClicks(IWaitingClicksGrain store, TimeProvider clock)
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
        _users = (waiting.Log == start.Log ? waiting.Users : []).ToDictionary(u => u.UserId, StringComparer.Ordinal);
        _looked = clock.GetTimestamp();
        return waiting.Epoch == start.Epoch;
    }

    /// <summary>Takes out of what is to be delivered the clicks that have to wait.</summary>
    public (ImmutableArray<SlotClicks> Delivered, IReadOnlyList<UserClicks> Waiting) Split(ImmutableArray<SlotClicks> slots)
    {
        if (_users.Count == 0)
            return (slots, []);
        var waiting = new List<UserClicks>();
        var delivered = slots.Select(slot => slot with { Users = [.. slot.Users.SelectMany(user => Split(user, waiting))] });
        return ([.. delivered.Where(slot => !slot.Users.IsEmpty)], waiting);
    }

    /// <summary>Notes that these clicks wait, before a checkpoint may pass them.</summary>
    /// <returns>False: the store is in another epoch.</returns>
    public async Task<bool> AddAsync(PartitionStart start, IReadOnlyCollection<UserClicks> clicks)
    {
        if (clicks.Count == 0)
            return true;
        ImmutableArray<WaitingUser> users = [.. clicks.GroupBy(c => c.UserId, StringComparer.Ordinal)
            .Select(g => new WaitingUser(g.Key, g.Min(c => c.Clicks[0].Offset), g.Max(c => c.Clicks[^1].Offset)))];
        if (!await store.AddAsync(start.Epoch, start.Log, users))
            return false;
        foreach (var user in users)
        {
            _users[user.UserId] = _users.TryGetValue(user.UserId, out var known)
                ? known with { First = Math.Min(known.First, user.First), Last = Math.Max(known.Last, user.Last) }
                : user;
        }

        return true;
    }

    /// <summary>All that waited of these users has been delivered.</summary>
    /// <returns>False: the store is in another epoch.</returns>
    public async Task<bool> RemoveAsync(PartitionStart start, ImmutableArray<WaitingUser> users)
    {
        if (users.IsEmpty)
            return true;
        if (!await store.RemoveAsync(start.Epoch, start.Log, users))
            return false;
        foreach (var user in users)
            _users.Remove(user.UserId);
        return true;
    }

    private IEnumerable<UserClicks> Split(UserClicks user, List<UserClicks> waiting)
    {
        if (!_users.TryGetValue(user.UserId, out var known) || user.Clicks[^1].Offset < known.First)
            return [user];
        var before = user.Clicks.Count(c => c.Offset < known.First);
        waiting.Add(user with { Clicks = user.Clicks[before..] });
        return before == 0 ? [] : [user with { Clicks = user.Clicks[..before] }];
    }
}
