using System.Collections.Immutable;
using OrleansState.Clicks;
using OrleansState.KafkaBridge.Events;

namespace OrleansState.KafkaBridge.Rebuild;

/// <summary>Counts made of a whole log in memory, beside the live ones and untouched by them.</summary>
internal sealed class LogShadow(string log)
{
    private readonly Dictionary<string, User> _users = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Users => _users.Keys;

    public void Add(int partition, long offset, ClickEvent read)
    {
        if (read.UserId is null || read.Fault is not null)
            return;
        if (!_users.TryGetValue(read.UserId, out var user))
            _users.Add(read.UserId, user = new User());
        user.Marks[partition] = offset;
        if (read.Origin is null || user.Redriven.Add(read.Origin))
            user.Counts[read.Action!] = user.Counts.GetValueOrDefault(read.Action!) + 1;
    }

    /// <summary>What the log says of a user.</summary>
    public LoggedClicks Of(string userId)
    {
        var user = _users[userId];
        return new LoggedClicks(
            [.. user.Counts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => new ClickCount(c.Key, c.Value))],
            [.. user.Marks.OrderBy(m => m.Key).Select(m => new LogPosition(log, m.Key, m.Value))],
            [.. user.Redriven]);
    }

    private sealed class User
    {
        public Dictionary<string, long> Counts { get; } = new(StringComparer.Ordinal);

        public Dictionary<int, long> Marks { get; } = [];

        public HashSet<LogPosition> Redriven { get; } = [];
    }
}
