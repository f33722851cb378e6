using System.Collections.Concurrent;
using OrleansState.Checkpoints;
using OrleansState.Clicks;
using OrleansState.KafkaBridge.Log;
using OrleansState.Waiting;

namespace OrleansState.KafkaBridge.Rebuild;

/// <summary>
/// Makes the counts anew out of the log, beside the live ones, and has each counter hold itself against them. A counter
/// that has gone on beyond what was read is asked again when the log has been read on: nothing waits for quiet.
/// </summary>
internal sealed class Rebuilding(IGrainFactory grains, TopicIdentity topic, Func<bool, WholeLog> open, CheckpointKeys names)
{
    private const int Parallelism = 64;

    /// <summary>A counter in use is caught up with at once or a little later; one that never is has a mark that the log does not reach.</summary>
    private const int MaxReadings = 100;

    /// <param name="replaces">Whether counters that differ are put right.</param>
    /// <param name="fromZero">Whether the log is taken from its beginning also where the bridge took over from another reader later on.</param>
    /// <param name="cancelled">Ends it.</param>
    /// <exception cref="LogTruncatedException">The log no longer has all that was counted out of it.</exception>
    /// <exception cref="LogChangedException">The topic was made anew, or the store has begun another epoch, meanwhile.</exception>
    public async Task<RebuildSummary> RunAsync(bool replaces, bool fromZero, CancellationToken cancelled)
    {
        using var log = open(fromZero);
        var rebuilt = await BeginAsync(await Task.Run(log.Partitions, cancelled));
        await Task.Run(() => log.ReadInto(rebuilt, cancelled), cancelled);
        var run = new Run(rebuilt.Users);
        IReadOnlyCollection<string> asked = rebuilt.Users;
        for (var readings = 1; ; readings++)
        {
            var beyond = new ConcurrentDictionary<string, RebuildReport>(StringComparer.Ordinal);
            await Parallel.ForEachAsync(
                asked, new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancelled },
                async (user, _) => await AskAsync(user, rebuilt.Of(user), replaces, run, beyond));
            await CheckAsync(rebuilt);
            if (beyond.IsEmpty || readings == MaxReadings)
                return run.Sum(beyond);
            await Task.Run(() => log.ReadInto(rebuilt, cancelled), cancelled);
            asked = [.. beyond.Keys];
        }
    }

    /// <summary>The checkpoints come first: what is read and asked afterwards can only be more than they speak of.</summary>
    private async Task<RebuiltCounts> BeginAsync(IReadOnlyList<int> partitions)
    {
        var id = await topic.AskAsync();
        var checkpoints = await Task.WhenAll(partitions.Select(CheckpointAsync));
        if (checkpoints.Select(c => c.Epoch).Distinct().Count() > 1)
            throw EpochMismatch();
        return new RebuiltCounts(
            id, checkpoints[0].Epoch,
            partitions.Zip(checkpoints).Where(p => p.Second.Log == id).ToDictionary(p => p.First, p => p.Second.NextOffset),
            partitions.Zip(await Task.WhenAll(partitions.Select(WaitingAsync))).Where(p => p.Second.Log == id).ToDictionary(
                p => p.First, p => (IReadOnlyDictionary<string, long>)p.Second.Users.ToDictionary(u => u.UserId, u => u.First, StringComparer.Ordinal)));
    }

    private async Task AskAsync(string user, UserLog found, bool replaces, Run run, ConcurrentDictionary<string, RebuildReport> beyond)
    {
        try
        {
            var report = await grains.GetGrain<IClickCounterGrain>(user).RebuildAsync(found, replaces);
            if (report.Outcome == RebuildOutcome.EpochMismatch)
                throw EpochMismatch();
            if (report.Outcome == RebuildOutcome.Beyond)
                beyond[user] = report;
            else
                run.Add(user, report);
        }
        catch (UserErasedException)
        {
            run.AddErased();
        }
        catch (StateUnreadableException)
        {
            run.AddUnreadable(user);
        }
    }

    /// <summary>What was compared belongs together if both are what they were.</summary>
    private async Task CheckAsync(RebuiltCounts rebuilt)
    {
        if (await topic.AskAsync() != rebuilt.Log)
            throw new LogChangedException("The topic was made anew while its counts were compared. Run it again.");
        if ((await CheckpointAsync(0)).Epoch != rebuilt.Epoch)
            throw EpochMismatch();
    }

    private Task<Checkpoint> CheckpointAsync(int partition) => grains.GetGrain<ICheckpointGrain>(names.Of(partition)).GetAsync();

    /// <summary>Asked after the checkpoints: nobody waits below one who has not been noted before.</summary>
    private Task<WaitingUsers> WaitingAsync(int partition) => grains.GetGrain<IWaitingClicksGrain>(names.Of(partition)).GetAsync();

    private static LogChangedException EpochMismatch() => new("The store has begun another epoch while the counts were compared. Run it again.");

    private sealed class Run(IReadOnlyCollection<string> users)
    {
        private readonly int _users = users.Count;
        private readonly ConcurrentBag<Difference> _differences = [];
        private readonly ConcurrentBag<string> _unreadable = [];
        private int _erased;
        private int _mixed;

        public void Add(string user, RebuildReport report)
        {
            if (report.HasOtherLogs)
                Interlocked.Increment(ref _mixed);
            if (report.Outcome != RebuildOutcome.Right)
                _differences.Add(new Difference(user, report));
        }

        public void AddUnreadable(string user) => _unreadable.Add(user);

        public void AddErased() => Interlocked.Increment(ref _erased);

        public RebuildSummary Sum(IEnumerable<KeyValuePair<string, RebuildReport>> beyond) => new(
            _users,
            [.. _differences.Concat(beyond.Select(b => new Difference(b.Key, b.Value))).OrderBy(d => d.UserId, StringComparer.Ordinal)],
            _erased, _mixed, [.. _unreadable.Order(StringComparer.Ordinal)]);
    }
}
