using System.Collections.Immutable;
using OrleansState.Clicks;
using OrleansState.KafkaBridge.Events;

namespace OrleansState.KafkaBridge.Rebuild;

/// <summary>
/// What has been read of a whole log, by user, beside the live counts and untouched by them. Of what lies below the
/// checkpoints the sums are enough, since every counter has to contain all of it; what comes later is kept click by click.
/// </summary>
/// <param name="log">The topic's id.</param>
/// <param name="epoch">The store's epoch in which the checkpoints were read.</param>
/// <param name="checkpoints">By partition; none where nothing has been counted.</param>
/// <param name="waiting">By partition, who waits below the checkpoint, from which offset on.</param>
internal sealed class RebuiltCounts(
    string log, string epoch, IReadOnlyDictionary<int, long> checkpoints, IReadOnlyDictionary<int, IReadOnlyDictionary<string, long>> waiting)
{
    private readonly Dictionary<string, List<Part>> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<int, long> _nextOffsets = [];

    public string Log => log;

    public string Epoch => epoch;

    public IReadOnlyCollection<string> Users => _users.Keys;

    public void Add(int partition, long offset, ClickEvent read)
    {
        if (read.UserId is null || read.Fault is not null)
            return;
        if (!_users.TryGetValue(read.UserId, out var parts))
            _users.Add(read.UserId, parts = new List<Part>(1));
        var part = parts.Find(p => p.Partition == partition);
        if (part is null)
            parts.Add(part = new Part(partition));
        // A long log names few actions, many times.
        var click = new LoggedClick(offset, string.Intern(read.Action!), read.Origin);
        if (offset >= checkpoints.GetValueOrDefault(partition) || (waiting.TryGetValue(partition, out var users) && users.TryGetValue(read.UserId, out var first) && offset >= first))
            part.Later.Add(click);
        else
            part.AddCertain(click);
    }

    /// <summary>A partition has been read up to here.</summary>
    public void ReadUpTo(int partition, long nextOffset) => _nextOffsets[partition] = nextOffset;

    /// <summary>What the log says of a user.</summary>
    public UserLog Of(string userId) => new(
        log, epoch, [.. _users[userId].Select(part => part.ToPartition(_nextOffsets[part.Partition]))]);

    private sealed class Part(int partition)
    {
        private readonly List<(string Action, long Count)> _certain = new(1);
        private List<LoggedClick>? _redriven;
        private long _lastCertain = -1;

        public int Partition => partition;

        public List<LoggedClick> Later { get; } = [];

        public void AddCertain(LoggedClick click)
        {
            _lastCertain = click.Offset;
            if (click.Origin is not null)
            {
                (_redriven ??= []).Add(click);
                return;
            }

            var index = _certain.FindIndex(c => c.Action == click.Action);
            if (index < 0)
                _certain.Add((click.Action, 1));
            else
                _certain[index] = (click.Action, _certain[index].Count + 1);
        }

        public UserPartition ToPartition(long nextOffset) => new(
            partition, nextOffset, _lastCertain, [.. _certain.Select(c => new ClickCount(c.Action, c.Count))], [.. _redriven ?? []], [.. Later]);
    }
}
