using OrleansState.LocalCluster.Processes;

namespace OrleansState.LocalCluster.Members;

/// <summary>One real process of a cluster: a silo, an API or a bridge. It keeps its ports over every restart.</summary>
public sealed class MemberProcess : IAsyncDisposable
{
    private const int MaxPortAttempts = 5;
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(120);

    private readonly MemberSettings _settings;
    private readonly string _logFile;
    private int _siloPort;
    private int _gatewayPort;
    private bool _wasReady;
    private ChildProcess? _process;

    internal MemberProcess(MemberRole role, int number, MemberSettings settings, RunDirectory directory)
    {
        (Role, Name, _settings) = (role, $"{role}-{number}".ToLowerInvariant(), settings);
        _logFile = directory.File($"{Name}.log");
        DrawPorts();
    }

    public MemberRole Role { get; }

    /// <summary>Such as <c>silo-2</c>.</summary>
    public string Name { get; }

    /// <summary>Where it serves: the API, or at least its health.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Its process; null before there is one.</summary>
    public int? Pid => _process?.Pid;

    public MemberState State => _process switch
    {
        null or { HasExited: false } when !_wasReady => MemberState.Starting,
        { HasExited: false, IsPaused: true } => MemberState.Paused,
        { HasExited: false } => MemberState.Running,
        _ => MemberState.Ended,
    };

    private ChildProcess Process => _process ?? throw new InvalidOperationException($"{Name} was never started.");

    /// <summary>The last lines it wrote.</summary>
    public string LogTail() => Process.LogTail();

    /// <summary>kill -9, and the end of the process.</summary>
    public Task KillAsync()
    {
        Process.Kill();
        return Process.WaitForExitAsync();
    }

    /// <summary>It stands still in the middle of what it does; its connections stay open.</summary>
    public void Pause() => Process.Pause();

    public void Resume() => Process.Resume();

    /// <summary>Ends it as its operator would (SIGTERM).</summary>
    public Task StopAsync() => Process.StopAsync(StopPatience);

    /// <summary>Waits until the process ends by itself.</summary>
    public Task WaitForExitAsync(CancellationToken cancellationToken = default) => Process.WaitForExitAsync(cancellationToken);

    /// <summary>Starts it again with its settings and ports, and waits until it is ready; one that still runs is killed first.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        if (!await TryLaunchAsync(cancellationToken))
            throw ServerStartException.For(Process, "ended at its restart");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
    }

    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; !await TryLaunchAsync(cancellationToken); attempt++)
        {
            // Its last words arrive after its end.
            await Process.WaitForExitAsync(cancellationToken);
            if (attempt == MaxPortAttempts || !Process.LogTail().Contains("already in use", StringComparison.OrdinalIgnoreCase))
                throw ServerStartException.For(Process, "ended at its start");
            DrawPorts();
        }
    }

    private void DrawPorts()
    {
        Url = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        if (Role is MemberRole.Silo)
            (_siloPort, _gatewayPort) = (FreePort.Next(), FreePort.Next());
    }

    private async Task<bool> TryLaunchAsync(CancellationToken cancellationToken)
    {
        var before = _process;
        (_process, _wasReady) = (null, false);
        if (before is not null)
            await before.DisposeAsync();
        _process = await ChildProcess.StartAsync(new ChildCommand(
            Name, MemberProgram.Host, [MemberProgram.Assembly(Role)], _logFile, _settings.For(Role, Url, _siloPort, _gatewayPort)));
        using var ping = new MemberPing(Url);
        return _wasReady = await Readiness.WaitAsync(_process, ping.IsReadyAsync, StartPatience, cancellationToken);
    }
}
