using System.Collections.Concurrent;
using OrleansState.Clicks;
using OrleansState.Kafka;
using OrleansState.KafkaBridge.Clicks;

namespace OrleansState.KafkaBridge.Rebuild;

/// <summary>
/// What the whole log says of each user, beside the live counts, and what each user's counter says to it. Of what lies below
/// the checkpoints the sums are enough, since every counter has to contain all of it; what comes later is kept click by click.
/// </summary>
/// <param name="grains">Where the counters are.</param>
/// <param name="replaces">Whether counters that differ are put right.</param>
internal sealed class ClickRebuild(IGrainFactory grains, bool replaces) : IRebuildTarget<ClickEvent>
{
    private readonly Dictionary<string, List<Part>> _users = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RebuildReport> _reports = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<string> _unreadable = [];
    private int _erased;

    public IReadOnlyCollection<string> Keys => _users.Keys;

    public void Add(string key, int partition, LoggedEvent<ClickEvent> logged, bool isCertain)
    {
        if (!_users.TryGetValue(key, out var parts))
            _users.Add(key, parts = new List<Part>(1));
        var part = parts.Find(p => p.Partition == partition);
        if (part is null)
            parts.Add(part = new Part(partition));
        // A long log names few actions, many times.
        part.Add(new LoggedClick(logged.Offset, string.Intern(logged.Event.Action), logged.Origin), isCertain);
    }

    public async Task<RebuildVerdict> CompareAsync(string key, RebuildBasis basis)
    {
        try
        {
            var report = await grains.GetGrain<IClickCounterGrain>(key).RebuildAsync(Of(key, basis), replaces);
            if (report.Outcome == RebuildOutcome.EpochMismatch)
                return RebuildVerdict.EpochMismatch;
            _reports[key] = report;
            return report.Outcome == RebuildOutcome.Beyond ? RebuildVerdict.Beyond : RebuildVerdict.Done;
        }
        catch (UserErasedException)
        {
            Interlocked.Increment(ref _erased);
        }
        catch (StateUnreadableException)
        {
            _unreadable.Add(key);
        }

        _reports.TryRemove(key, out _);
        return RebuildVerdict.Done;
    }

    public RebuildSummary Sum() => new(
        _users.Count,
        [.. _reports.Where(report => report.Value.Outcome != RebuildOutcome.Right).OrderBy(report => report.Key, StringComparer.Ordinal).Select(report => new Difference(report.Key, report.Value))],
        _erased,
        _reports.Values.Count(report => report.HasOtherLogs && report.Outcome != RebuildOutcome.Beyond),
        [.. _unreadable.Order(StringComparer.Ordinal)]);

    private UserLog Of(string userId, RebuildBasis basis) => new(
        basis.TopicId, basis.Epoch, [.. _users[userId].Select(part => part.ToPartition(basis.NextOffsets[part.Partition]))]);

    private sealed class Part(int partition)
    {
        private readonly List<(string Action, long Count)> _certain = new(1);
        private readonly List<LoggedClick> _later = [];
        private List<LoggedClick>? _redriven;
        private long _lastCertain = -1;

        public int Partition => partition;

        public void Add(LoggedClick click, bool isCertain)
        {
            if (!isCertain)
            {
                _later.Add(click);
                return;
            }

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
            partition, nextOffset, _lastCertain, [.. _certain.Select(c => new ClickCount(c.Action, c.Count))], [.. _redriven ?? []], [.. _later]);
    }
}
