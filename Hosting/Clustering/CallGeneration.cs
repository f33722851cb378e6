namespace OrleansState.Hosting.Clustering;

/// <summary>Calls that this process began in one stretch of time.</summary>
internal sealed class CallGeneration : IDisposable
{
    private const long OneEnded = 1L << 32;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _lost = new();

    /// <summary>How many are under way in the lower half, one more while others may begin; how many have ended in the upper.</summary>
    private long _calls = 1;

    /// <summary>How many are under way, one more while others may begin.</summary>
    public int UnderWay => (int)Volatile.Read(ref _calls);

    /// <summary>How many have ended, in whatever way.</summary>
    public int Ended => (int)(Volatile.Read(ref _calls) >> 32);

    /// <summary>Comes when no other call can begin in this generation and all of it have ended.</summary>
    public Task End => _ended.Task;

    /// <summary>Ends these calls, all at once: a timer for each would cost every call one.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <returns>False when this generation is over.</returns>
    public bool TryEnter()
    {
        for (var calls = Volatile.Read(ref _calls); (int)calls != 0;)
        {
            var before = Interlocked.CompareExchange(ref _calls, calls + 1, calls);
            if (before == calls)
                return true;
            calls = before;
        }

        return false;
    }

    public void Leave()
    {
        if ((int)Interlocked.Add(ref _calls, OneEnded - 1) == 0)
            _ended.TrySetResult();
    }

    /// <summary>No further call begins here, but for one that is just beginning.</summary>
    public void Close() => Leave();

    public Task LoseAsync() => _lost.CancelAsync();

    public void Dispose() => _lost.Dispose();
}
