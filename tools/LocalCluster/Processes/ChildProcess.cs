using System.Diagnostics;

namespace OrleansState.LocalCluster.Processes;

/// <summary>
/// A process that lives no longer than this one: on Linux the kernel kills it when this process ends, however it ends.
/// It has a session of its own, so that Ctrl-C in a terminal reaches this process alone, which then ends its children
/// in the right order.
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private static readonly string? SetSession = OperatingSystem.IsLinux() ? Programs.Find("setsid") : null;
    private static readonly string? SetDeathSignal = OperatingSystem.IsLinux() ? Programs.Find("setpriv") : null;

    /// <summary>Behind a shell that has put us into the background Ctrl-C is ignored, by whatever we start too.</summary>
    private static readonly string? SetSignals = OperatingSystem.IsLinux() ? Programs.Find("env") : null;

    private readonly Process _process;
    private readonly ProcessLog _log;
    private readonly Lock _gate = new();
    private bool _disposed;

    private ChildProcess(string name, Process process, ProcessLog log)
    {
        (Name, _process, _log) = (name, process, log);
        Pid = process.Id;
    }

    public string Name { get; }

    /// <summary>The pid of the program itself: what stands before it on the command line replaces itself with it.</summary>
    public int Pid { get; }

    public bool HasExited
    {
        get
        {
            lock (_gate)
                return _disposed || _process.HasExited;
        }
    }

    /// <summary>Only after <see cref="HasExited"/>.</summary>
    public int ExitCode => _process.ExitCode;

    public bool IsPaused { get; private set; }

    public static async Task<ChildProcess> StartAsync(ChildCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        var log = new ProcessLog(command.LogFile);
        try
        {
            var process = await LauncherThread.StartAsync(Describe(command));
            log.Follow(process);
            return new ChildProcess(command.Name, process, log);
        }
        catch (System.ComponentModel.Win32Exception fault)
        {
            await log.DisposeAsync();
            throw new ServerStartException($"{command.Name}: {command.File} could not be started: {fault.Message}", fault);
        }
    }

    /// <summary>The last lines it wrote.</summary>
    public string LogTail() => _log.Tail();

    /// <summary>kill -9: it gets no chance to do anything more.</summary>
    public void Kill() => Signal(Signals.Kill);

    /// <summary>Ctrl-C.</summary>
    public void Interrupt() => Signal(Signals.Interrupt);

    /// <summary>SIGTERM, as supervisors end a process.</summary>
    public void Terminate() => Signal(Signals.Terminate);

    /// <summary>It stands still, its connections stay open and unanswered.</summary>
    public void Pause()
    {
        Signal(Signals.Stop);
        IsPaused = true;
    }

    public void Resume()
    {
        Signal(Signals.Continue);
        IsPaused = false;
    }

    public Task WaitForExitAsync(CancellationToken cancellationToken = default) =>
        _disposed ? Task.CompletedTask : _process.WaitForExitAsync(cancellationToken);

    /// <summary>Asks it to end, waits for as long as <paramref name="patience"/>, then kills it.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        if (IsPaused)
            Resume();
        Terminate();
        using var end = new CancellationTokenSource(patience, TimeProvider.System);
        try
        {
            await WaitForExitAsync(end.Token);
        }
        catch (OperationCanceledException)
        {
            Kill();
            await WaitForExitAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await WaitForExitAsync();
        lock (_gate)
        {
            _disposed = true;
            _process.Dispose();
        }
        await _log.DisposeAsync();
    }

    private static ProcessStartInfo Describe(ChildCommand command)
    {
        List<string> line = [command.File, .. command.Arguments];
        if (SetDeathSignal is not null)
            line.InsertRange(0, [SetDeathSignal, "--pdeathsig", "KILL", "--"]);
        if (SetSignals is not null)
            line.InsertRange(0, [SetSignals, "--default-signal=INT,QUIT"]);
        if (SetSession is not null)
            line.Insert(0, SetSession);
        var start = new ProcessStartInfo(line[0], line.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in command.Environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;
        return start;
    }

    // A process that was not waited for yet keeps its pid as a zombie, so that the pid can't be somebody else's here.
    private void Signal(int signal)
    {
        if (HasExited)
            return;
        if (OperatingSystem.IsWindows())
            _process.Kill();
        else
            Signals.Send(Pid, signal);
    }
}
