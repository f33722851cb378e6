namespace OrleansState.Hosting.Orleans;

/// <summary>
/// Fails the calls that a silo took with it when it died. Orleans' client forgets a lost connection and lets the calls that
/// went over it wait for the response timeout. Nobody says which calls these were; but a call that was under way when the
/// connection was lost and has no answer <see cref="Grace"/> later was one of them, or one that another silo had passed on.
/// </summary>
internal sealed class LostCalls(TimeProvider clock) : IOutgoingGrainCallFilter, IClusterConnectionStatusObserver, IDisposable
{
    /// <summary>Other silos lose the dead one a little sooner or later than this client; what they still passed on to it is lost too.</summary>
    private static readonly TimeSpan Straggling = TimeSpan.FromMilliseconds(100);

    /// <summary>A hundred times what a call takes while all is well.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    /// <summary>Ends the calls of its time, all of them at once: a timer for each would cost every call one.</summary>
    private CancellationTokenSource _underWay = new();

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        // Taken before the call begins, lest the connection be lost in between.
        var lost = Volatile.Read(ref _underWay).Token;
        var call = context.Invoke();
        return call.IsCompleted ? call : AnswerAsync(context, call, lost);
    }

    public void NotifyGatewayCountChanged(int currentNumberOfGateways, int previousNumberOfGateways, bool connectionRecovered)
    {
        if (currentNumberOfGateways < previousNumberOfGateways)
            _ = EndAsync();
    }

    public void NotifyClusterConnectionLost()
    {
        // The last gateway's loss is told as a change of their number too.
    }

    public void Dispose() => _underWay.Dispose();

    private static async Task AnswerAsync(IOutgoingGrainCallContext context, Task call, CancellationToken lost)
    {
        try
        {
            await call.WaitAsync(lost);
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested && !call.IsCompleted)
        {
            call.Ignore();
            throw new SiloUnavailableException($"The connection to a silo was lost, and the call of {context.InterfaceName}.{context.MethodName} with it; it may have been carried out.");
        }
    }

    private async Task EndAsync()
    {
        await Task.Delay(Straggling, clock);
        var lost = Interlocked.Exchange(ref _underWay, new CancellationTokenSource());
        await Task.Delay(Grace, clock);
        await lost.CancelAsync();
    }
}
