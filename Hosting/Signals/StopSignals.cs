using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OrleansState.Hosting.Signals;

/// <summary>
/// Ctrl-C and SIGTERM, from the first line of a process on. As long as nobody relies on the process it has nothing to put in
/// order and ends at once, wherever it waits. Behind that it first finishes its start, as a start broken off in the middle
/// leaves a silo in the table and a bridge in its group, and is then stopped like any other.
/// </summary>
internal sealed partial class StopSignals : IDisposable
{
    /// <summary>How long a start may go on that nobody wants any longer; supervisors kill after 10 s or more (Docker's default).</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(8);

    private readonly PosixSignalRegistration[] _registrations;
    private readonly TaskCompletionSource _came = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IHostApplicationLifetime? _life;
    private StartStage? _stage;

    public StopSignals() => _registrations =
        [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT }.Select(signal => PosixSignalRegistration.Create(signal, Take))];

    /// <summary>Starts it, and returns when it has been stopped: by a signal, or by itself.</summary>
    public async Task RunAsync(WebApplication app)
    {
        _life = app.Lifetime;
        Volatile.Write(ref _stage, app.Services.GetRequiredService<StartStage>());
        await app.StartAsync();
        _ = _came.Task.ContinueWith(_ => app.Lifetime.StopApplication(), TaskScheduler.Default);
        await app.WaitForShutdownAsync();
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }

    private void Take(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (Volatile.Read(ref _stage) is not { IsSeen: true })
            EndAtOnce();
        if (_came.TrySetResult())
            _ = EndLateStartAsync(_life!.ApplicationStarted);
    }

    private static async Task EndLateStartAsync(CancellationToken started)
    {
        await Task.Delay(StartPatience, TimeProvider.System, started).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!started.IsCancellationRequested)
            EndAtOnce();
    }

    /// <summary>
    /// Without what the runtime and the libraries do at an exit in order: it takes things from threads that are in the middle of
    /// a start, and some of those then crash.
    /// </summary>
    private static void EndAtOnce()
    {
        if (OperatingSystem.IsWindows())
            Environment.Exit(0);
        else
            EndProcess(0);
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void EndProcess(int exitCode);
}
