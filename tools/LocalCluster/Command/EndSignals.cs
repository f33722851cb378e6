using System.Runtime.InteropServices;

namespace OrleansState.LocalCluster.Command;

/// <summary>Ctrl-C, SIGTERM or a closed terminal: a wish to end, which gives us the time to take everything down.</summary>
internal sealed class EndSignals : IDisposable
{
    private readonly CancellationTokenSource _wished = new();
    private readonly PosixSignalRegistration[] _registrations;

    public EndSignals() => _registrations =
        [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, Take))];

    public CancellationToken Wished => _wished.Token;

    /// <summary>Completes when one came.</summary>
    public Task WaitAsync()
    {
        var came = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _wished.Token.Register(came.SetResult);
        return came.Task;
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _wished.Dispose();
    }

    private void Take(PosixSignalContext context)
    {
        context.Cancel = true;
        _wished.Cancel();
    }
}
