using System.Collections.Concurrent;

namespace OrleansState.Api.Accounts;

/// <summary>
/// Threads for the hashes of passwords, each of which takes a core for tens of milliseconds. As many as there are cores,
/// and behind all other threads of the machine: a flood of logins gets the time that nobody else wants. What finds them all
/// busy waits in the order it came.
/// </summary>
internal sealed class HashingThreads : IDisposable
{
    private readonly BlockingCollection<HashingJob> _waiting = [];
    private readonly Thread[] _threads;

    public HashingThreads() : this(Environment.ProcessorCount)
    {
    }

    internal HashingThreads(int count)
    {
        _threads = [.. Enumerable.Range(0, count).Select(_ => new Thread(Work) { IsBackground = true, Name = "Password hashing" })];
        foreach (var thread in _threads)
            thread.Start();
    }

    /// <summary>Cancelled it is not begun any more; what has begun is finished.</summary>
    public async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancelled)
    {
        var job = new AnsweredHashingJob<T>(work);
        using var giveUp = cancelled.UnsafeRegister(static (job, cancelled) => ((HashingJob)job!).Cancel(cancelled), job);
        _waiting.Add(job, CancellationToken.None);
        return await job.Answer;
    }

    /// <summary>Gives up what waits, lets the rest finish, and ends the threads.</summary>
    public void Dispose()
    {
        _waiting.CompleteAdding();
        while (_waiting.TryTake(out var job))
            job.Cancel(new CancellationToken(canceled: true));
        foreach (var thread in _threads)
            thread.Join();
        _waiting.Dispose();
    }

    private void Work()
    {
        Niceness.LowerThisThread();
        foreach (var job in _waiting.GetConsumingEnumerable())
            job.Run();
    }
}
