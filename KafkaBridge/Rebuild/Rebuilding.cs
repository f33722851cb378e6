using OrleansState.Clicks;
using OrleansState.Commands;
using OrleansState.KafkaBridge.Log;
using OrleansState.Partitions;

namespace OrleansState.KafkaBridge.Rebuild;

/// <summary>
/// Makes the counts anew out of the log, beside the live ones, compares the two, and puts the new ones in place on demand.
/// A user whose events keep coming is compared again until both have seen the same.
/// </summary>
internal sealed class Rebuilding(IGrainFactory grains, TopicLog topic, WholeLog log, PartitionNames names, TimeProvider clock)
{
    private const int Parallelism = 64;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    /// <returns>How many users the log has, and those whose counts differ.</returns>
    /// <exception cref="LogTruncatedException">The log no longer begins at offset 0.</exception>
    public async Task<(int Users, IReadOnlyList<Difference> Differences)> CompareAsync(CancellationToken cancelled)
    {
        var shadow = new LogShadow(await topic.AskAsync());
        var ends = await Task.Run(() => log.ReadInto(shadow, cancelled), cancelled);
        await CaughtUpAsync(ends, cancelled);
        var differences = new List<Difference>();
        await Parallel.ForEachAsync(
            shadow.Users, new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancelled },
            async (user, _) =>
            {
                if (await CompareAsync(user, shadow.Of(user)) is not { } difference)
                    return;
                lock (differences)
                    differences.Add(difference);
            });
        return (shadow.Users.Count, differences);
    }

    /// <returns>False: something has been counted since the comparison; compare again.</returns>
    public async Task<bool> SwitchAsync(Difference difference) =>
        (await Counter(difference.UserId).ReplaceLoggedAsync(difference.Found, new CommandContext(difference.ETag))).Refusal is null;

    /// <summary>Where the counter has gone on since the end of what was read, the two can't be compared and nothing is said.</summary>
    private async Task<Difference?> CompareAsync(string user, LoggedClicks found)
    {
        var live = await Counter(user).GetLoggedAsync();
        if (live.Value!.Marks.Any(mark => IsBeyond(mark, found)))
            return null;
        return Difference.Is(live.Value, found) ? new Difference(user, live.Value, found, live.ETag) : null;
    }

    private static bool IsBeyond(LogPosition mark, LoggedClicks found) =>
        found.Marks.FirstOrDefault(m => m.Log == mark.Log && m.Partition == mark.Partition) is { } read && mark.Offset > read.Offset;

    private async Task CaughtUpAsync(IReadOnlyDictionary<int, long> ends, CancellationToken cancelled)
    {
        foreach (var (partition, end) in ends.Where(p => p.Value > 0))
        {
            while ((await grains.GetGrain<IPartitionGrain>(names.Of(partition)).GetAsync()).NextOffset < end)
                await Task.Delay(BetweenLooks, clock, cancelled);
        }
    }

    private IClickCounterGrain Counter(string user) => grains.GetGrain<IClickCounterGrain>(user);
}
