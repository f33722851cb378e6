using System.Collections.Concurrent;
using System.Diagnostics;

namespace OrleansState.LocalCluster.Processes;

/// <summary>
/// The one thread that starts children. The kernel's parent-death signal is tied to the thread that forked, not to its
/// process: started from a pool thread, a child would be killed as soon as the pool lets that thread go.
/// </summary>
internal static class LauncherThread
{
    private static readonly BlockingCollection<Action> Starts = Begin();

    public static Task<Process> StartAsync(ProcessStartInfo start)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Starts.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start."));
            }
            catch (Exception fault) when (fault is InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                started.SetException(fault);
            }
        });
        return started.Task;
    }

    private static BlockingCollection<Action> Begin()
    {
        var starts = new BlockingCollection<Action>();
        var thread = new Thread(() =>
        {
            foreach (var start in starts.GetConsumingEnumerable())
                start();
        })
        { IsBackground = true, Name = "child process launcher" };
        thread.Start();
        return starts;
    }
}
