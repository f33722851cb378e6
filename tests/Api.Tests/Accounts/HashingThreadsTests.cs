using System.Globalization;
using Microsoft.Extensions.Options;
using OrleansState.Api.Accounts;
using OrleansState.TestServers;

namespace OrleansState.Api.Tests.Accounts;

public sealed class HashingThreadsTests : IAsyncDisposable
{
    private readonly List<HashingThreads> _started = [];
    private readonly ManualResetEventSlim _release = new();

    private static readonly HashingLane Lane = new("7F000001", HashingPurpose.Login);

    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    /// <summary>On a thread that is none of them: should a test go on on one, it would wait for itself.</summary>
    public async ValueTask DisposeAsync()
    {
        _release.Set();
        await Task.Run(() => _started.ForEach(threads => threads.Dispose()));
        _release.Dispose();
    }

    [Fact]
    public async Task Work_runs_at_the_lower_priority_and_its_caller_does_not()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Threads have a nice value of their own on Linux only.");
        var before = ReadNice();
        var threads = Start(2);
        Assert.Equal(Niceness.Nice, await threads.RunAsync(Lane, ReadNice, Patience));
        Assert.Equal(before, await Task.Run(ReadNice, Patience));
    }

    [Fact]
    public async Task Each_of_the_threads_works_at_the_same_time_as_the_others()
    {
        var threads = Start(3);
        using var all = new Barrier(3);
        var workers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => threads.RunAsync(Lane, Meet, Patience)));
        Assert.Equal(3, workers.Distinct().Count());

        Thread Meet()
        {
            all.SignalAndWait(Patience);
            return Thread.CurrentThread;
        }
    }

    [Fact]
    public async Task What_waits_can_be_cancelled_and_is_then_never_begun()
    {
        var threads = Start(1);
        using var cancellation = new CancellationTokenSource();
        var begun = false;
        var busy = threads.RunAsync(Lane, () => Wait(), Patience);
        var waiting = threads.RunAsync(Lane, () => begun = true, cancellation.Token);

        await cancellation.CancelAsync();

        await Eventually.UntilAsync("what waits is cancelled", () => waiting.IsCanceled);
        Assert.False(busy.IsCompleted);
        _release.Set();
        await threads.RunAsync(Lane, () => true, Patience);
        Assert.False(begun);
    }

    [Fact]
    public async Task What_has_begun_is_finished_though_it_is_cancelled()
    {
        var threads = Start(1);
        using var begun = new SemaphoreSlim(0);
        using var cancellation = new CancellationTokenSource();
        var work = threads.RunAsync(Lane, () => begun.Release() == 0 && Wait(), cancellation.Token);
        await begun.WaitAsync(Patience);
        await cancellation.CancelAsync();
        _release.Set();
        Assert.True(await work);
    }

    [Fact]
    public async Task A_fault_is_its_callers_and_the_thread_goes_on()
    {
        var threads = Start(1);
        await Assert.ThrowsAsync<FormatException>(() => threads.RunAsync<int>(Lane, () => throw new FormatException(), Patience));
        Assert.Equal(1, await threads.RunAsync(Lane, () => 1, Patience));
    }

    [Fact]
    public async Task What_follows_a_hash_runs_on_another_thread()
    {
        var threads = Start(1);
        var hashing = threads.RunAsync(Lane, () => Wait() ? Thread.CurrentThread : null, Patience);
        var following = hashing.ContinueWith(_ => Thread.CurrentThread, Patience, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        _release.Set();
        Assert.NotSame(await hashing, await following);
    }

    [Fact]
    public async Task Disposal_ends_the_threads_and_gives_up_what_waits()
    {
        var threads = new HashingThreads(TimeProvider.System, 1);
        using var begun = new SemaphoreSlim(0);
        var busy = threads.RunAsync(Lane, () => begun.Release() == 0 && Wait() ? Thread.CurrentThread : null, Patience);
        await begun.WaitAsync(Patience);
        var waiting = threads.RunAsync(Lane, () => true, Patience);

        var disposal = Task.Run(threads.Dispose, Patience);

        await Eventually.UntilAsync("what waits is given up", () => waiting.IsCanceled);
        _release.Set();
        await disposal;
        Assert.False((await busy)!.IsAlive);
    }

    [Fact]
    public async Task Passwords_are_hashed_on_these_threads_and_on_no_other()
    {
        var threads = new HashingThreads(TimeProvider.System, 1);
        var options = Options.Create(new PasswordHashingOptions { Iterations = 1_000 });
        var passwords = new Passwords(threads, options);
        using var place = new HashingPlaces(options).TryTake(Lane)!;
        var hash = await passwords.HashAsync(place, "correct horse", Patience);
        Assert.Equal(PasswordMatch.Yes, await passwords.VerifyAsync(place, hash, "correct horse", Patience));
        Assert.Equal(PasswordMatch.No, await passwords.VerifyAsync(place, hash: null, "correct horse", Patience));

        await Task.Run(threads.Dispose, Patience);

        await Assert.ThrowsAsync<ObjectDisposedException>(() => passwords.HashAsync(place, "correct horse", Patience));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => passwords.VerifyAsync(place, hash, "correct horse", Patience));
    }

    private HashingThreads Start(int count)
    {
        var threads = new HashingThreads(TimeProvider.System, count);
        _started.Add(threads);
        return threads;
    }

    private bool Wait()
    {
        _release.Wait(Patience);
        return true;
    }

    /// <summary>The calling thread's, by the kernel's own account: field 19 of its line, the second of which may hold spaces. See proc_pid_stat(5).</summary>
    private static int ReadNice()
    {
        var stat = File.ReadAllText("/proc/thread-self/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19 - 3], CultureInfo.InvariantCulture);
    }
}
