namespace OrleansState.Api.Accounts;

/// <summary>
/// Threads for the hashes of passwords, each of which takes a core for a tenth of a second. As many as there are cores,
/// and behind all other threads of the machine: a flood of logins gets the time that nobody else wants. What finds them all
/// busy waits, each lane for its turn.
/// </summary>
internal sealed class HashingThreads : IDisposable
{
    private readonly FairQueue _waiting = new();
    private readonly TimeProvider _clock;
    private readonly Thread[] _threads;
    private long _typicalTicks;

    public HashingThreads(TimeProvider clock) : this(clock, Environment.ProcessorCount)
    {
    }

    internal HashingThreads(TimeProvider clock, int count)
    {
        _clock = clock;
        _threads = [.. Enumerable.Range(0, count).Select(_ => new Thread(Work) { IsBackground = true, Name = "Password hashing" })];
        foreach (var thread in _threads)
            thread.Start();
    }

    /// <summary>Cancelled it is not begun any more; what has begun is finished.</summary>
    public async Task<T> RunAsync<T>(HashingLane lane, Func<T> work, CancellationToken cancelled)
    {
        var job = new AnsweredHashingJob<T>(work);
        using var giveUp = cancelled.UnsafeRegister(static (job, cancelled) => ((HashingJob)job!).Cancel(cancelled), job);
        _waiting.Add(lane, job);
        return await job.Answer;
    }

    /// <summary>How long so many jobs take, by what those of late took.</summary>
    public TimeSpan TimeFor(int jobs) => TimeSpan.FromTicks(Interlocked.Read(ref _typicalTicks) * jobs / _threads.Length);

    /// <summary>Gives up what waits, lets the rest finish, and ends the threads.</summary>
    public void Dispose()
    {
        foreach (var job in _waiting.End())
            job.Cancel(new CancellationToken(canceled: true));
        foreach (var thread in _threads)
            thread.Join();
    }

    private void Work()
    {
        Niceness.LowerThisThread();
        while (_waiting.Take() is { } job)
        {
            var begun = _clock.GetTimestamp();
            job.Run();
            Learn(_clock.GetElapsedTime(begun));
        }
    }

    /// <summary>The last eight or so count. Two threads at once may lose one of theirs.</summary>
    private void Learn(TimeSpan took)
    {
        var typical = Interlocked.Read(ref _typicalTicks);
        Interlocked.Exchange(ref _typicalTicks, typical == 0 ? took.Ticks : typical + ((took.Ticks - typical) / 8));
    }
}
