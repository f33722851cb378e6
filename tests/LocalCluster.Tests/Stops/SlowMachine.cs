using OrleansState.LocalCluster.Members;

namespace OrleansState.LocalCluster.Tests.Stops;

/// <summary>
/// Makes processes slow for as long as it lives: each stands still (SIGSTOP) for most of the time, out of step with the others.
/// Nothing is kept busy beside them: that would take the machine from every test that runs at the time.
/// </summary>
internal sealed class SlowMachine : IAsyncDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly Thread[] _slices;

    private SlowMachine(IEnumerable<(Action Pause, Action Resume)> processes, TimeSpan running, TimeSpan standing)
    {
        _slices = [.. processes.Select(process => new Thread(() => Slice(process.Pause, process.Resume, running, standing)) { IsBackground = true })];
        foreach (var slice in _slices)
            slice.Start();
    }

    /// <summary>All of a cluster at a quarter of its speed.</summary>
    public static SlowMachine Start(ProcessCluster cluster) => new(
        [
            .. cluster.Members.Select(member => ((Action)member.Pause, (Action)member.Resume)),
            (cluster.Redis.Server.Pause, cluster.Redis.Server.Resume),
        ],
        TimeSpan.FromMilliseconds(25), TimeSpan.FromMilliseconds(75));

    /// <summary>One process at an eighth of its speed, and nothing else.</summary>
    public static SlowMachine Start(MemberProcess member) => new([(member.Pause, member.Resume)], TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(700));

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        foreach (var slice in _slices)
            slice.Join();
        _over.Dispose();
    }

    private void Slice(Action pause, Action resume, TimeSpan running, TimeSpan standing)
    {
        while (!_over.IsCancellationRequested)
        {
            pause();
            _over.Token.WaitHandle.WaitOne(standing);
            resume();
            _over.Token.WaitHandle.WaitOne(running);
        }
    }
}
