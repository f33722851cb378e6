namespace OrleansState.Api.Accounts;

/// <summary>Jobs that wait, a line a lane. The lanes take turns, one job each: whoever brings many waits behind their own.</summary>
internal sealed class FairQueue
{
    private readonly object _gate = new();
    private readonly Dictionary<HashingLane, Queue<HashingJob>> _lines = [];
    private readonly Queue<HashingLane> _turns = [];
    private bool _ended;

    /// <exception cref="ObjectDisposedException">It has ended.</exception>
    public void Add(HashingLane lane, HashingJob job)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_ended, this);
            if (!_lines.TryGetValue(lane, out var line))
            {
                _lines[lane] = line = [];
                _turns.Enqueue(lane);
            }

            line.Enqueue(job);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>The next job, as soon as there is one; null once it has ended.</summary>
    public HashingJob? Take()
    {
        lock (_gate)
        {
            while (true)
            {
                while (_turns.TryDequeue(out var lane))
                {
                    if (TakeOf(lane) is { } job)
                        return job;
                }

                if (_ended)
                    return null;
                Monitor.Wait(_gate);
            }
        }
    }

    /// <summary>Takes nothing more, and gives back what waited.</summary>
    public IReadOnlyList<HashingJob> End()
    {
        lock (_gate)
        {
            _ended = true;
            List<HashingJob> left = [.. _lines.Values.SelectMany(line => line)];
            _lines.Clear();
            _turns.Clear();
            Monitor.PulseAll(_gate);
            return left;
        }
    }

    /// <summary>What was given up while it waited takes no turn.</summary>
    private HashingJob? TakeOf(HashingLane lane)
    {
        var line = _lines[lane];
        while (line.TryDequeue(out var job))
        {
            if (job.HasBegun)
                continue;
            if (line.Count > 0)
                _turns.Enqueue(lane);
            else
                _lines.Remove(lane);
            return job;
        }

        _lines.Remove(lane);
        return null;
    }
}
