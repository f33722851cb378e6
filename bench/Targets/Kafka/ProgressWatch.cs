namespace OrleansState.Bench.Targets.Kafka;

/// <summary>Looks at the checkpoint of each partition again and again, and keeps the longest time that each did not grow.</summary>
internal sealed class ProgressWatch(StoredCounts stored, string group, string topic)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(2);

    private static readonly TimeSpan BeginPatience = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long[] _reached = new long[EventProducer.Partitions];
    private readonly long[] _grewAt = new long[EventProducer.Partitions];
    private readonly TimeSpan[] _longest = new TimeSpan[EventProducer.Partitions];
    private long _lookedAt;
    private TimeSpan _longestBetweenLooks;

    /// <summary>Completes when each partition has been seen to get somewhere.</summary>
    public Task BegunAsync() => _begun.Task.WaitAsync(BeginPatience, TimeProvider.System);

    public async Task RunAsync(CancellationToken end)
    {
        Restart();
        while (!end.IsCancellationRequested)
        {
            Take(await stored.CheckpointsAsync(group, topic));
            await Task.Delay(BetweenLooks, TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>Forgets what was seen: the time from here on counts.</summary>
    public void Restart()
    {
        lock (_gate)
        {
            Array.Fill(_grewAt, TimeProvider.System.GetTimestamp());
            Array.Clear(_longest);
            (_lookedAt, _longestBetweenLooks) = (TimeProvider.System.GetTimestamp(), TimeSpan.Zero);
        }
    }

    /// <summary>How long it did not look itself: no gap up to that says anything, because the machine stood still.</summary>
    public double LongestBetweenLooksMilliseconds
    {
        get
        {
            lock (_gate)
                return _longestBetweenLooks.TotalMilliseconds;
        }
    }

    /// <summary>The longest time without progress of any of these, one that still lasts included.</summary>
    public double LongestMilliseconds(IEnumerable<int> partitions)
    {
        lock (_gate)
            return partitions.Select(p => Later(_longest[p], TimeProvider.System.GetElapsedTime(_grewAt[p]))).Max().TotalMilliseconds;
    }

    private void Take(long[] reached)
    {
        var now = TimeProvider.System.GetTimestamp();
        lock (_gate)
        {
            (_longestBetweenLooks, _lookedAt) = (Later(_longestBetweenLooks, TimeProvider.System.GetElapsedTime(_lookedAt, now)), now);
            foreach (var partition in Enumerable.Range(0, reached.Length).Where(p => reached[p] > _reached[p]))
            {
                _longest[partition] = Later(_longest[partition], TimeProvider.System.GetElapsedTime(_grewAt[partition], now));
                (_reached[partition], _grewAt[partition]) = (reached[partition], now);
            }

            if (_reached.All(offset => offset > 0))
                _begun.TrySetResult();
        }
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
