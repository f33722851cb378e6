namespace OrleansState.Hosting.Clustering;

/// <summary>
/// Fails the calls that a silo took with it when it died. Orleans' client forgets a lost connection and lets the calls that
/// went over it wait for the response timeout. Nobody says which calls these were; but where calls that were under way when the
/// connection was lost are answered no longer, though those that began later are, they went over it, or another silo had
/// passed them on. The times are no promise: the grace is renewed while answers come, and while everything is slow.
/// </summary>
internal sealed class LostCalls(CallsUnderWay calls, TimeProvider clock) : IOutgoingGrainCallFilter, IClusterConnectionStatusObserver
{
    /// <summary>Other silos lose the dead one a little sooner or later than this client; what they still passed on to it is lost too.</summary>
    private static readonly TimeSpan Straggling = TimeSpan.FromMilliseconds(100);

    /// <summary>A hundred times what a call takes while all is well.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    /// <summary>Even a cluster that answers nobody is waited for no longer than this.</summary>
    private const int MaxGraces = 20;

    private int _expected;

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        // Entered before the call begins, lest the connection be lost in between.
        var generation = calls.Enter();
        Task call;
        try
        {
            call = context.Invoke();
        }
        catch
        {
            generation.Leave();
            throw;
        }

        if (!call.IsCompleted)
            return AnswerAsync(context, call, generation);
        generation.Leave();
        return call;
    }

    /// <summary>A silo that stops in order closes its connection next. No call is under way over it.</summary>
    public void ExpectLoss() => Interlocked.Increment(ref _expected);

    /// <summary>There was no such connection, or its end was seen long ago.</summary>
    public void ExpectNoLoss() => Interlocked.Exchange(ref _expected, 0);

    public void NotifyGatewayCountChanged(int currentNumberOfGateways, int previousNumberOfGateways, bool connectionRecovered)
    {
        if (currentNumberOfGateways < previousNumberOfGateways && !IsExpected())
            _ = EndAsync();
    }

    public void NotifyClusterConnectionLost()
    {
        // The last gateway's loss is told as a change of their number too.
    }

    private static async Task AnswerAsync(IOutgoingGrainCallContext context, Task call, CallGeneration generation)
    {
        var lost = generation.Lost;
        try
        {
            await call.WaitAsync(lost);
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested && !call.IsCompleted)
        {
            call.Ignore();
            throw new SiloUnavailableException($"The connection to a silo was lost, and the call of {context.InterfaceName}.{context.MethodName} with it; it may have been carried out.");
        }
        finally
        {
            generation.Leave();
        }
    }

    private bool IsExpected()
    {
        for (var expected = Volatile.Read(ref _expected); expected > 0; expected = Volatile.Read(ref _expected))
        {
            if (Interlocked.CompareExchange(ref _expected, expected - 1, expected) == expected)
                return true;
        }

        return false;
    }

    private async Task EndAsync()
    {
        await Task.Delay(Straggling, clock);
        var suspects = calls.Turn();
        for (var graces = 1; !await AreLostAsync(suspects) && graces < MaxGraces; graces++)
        {
            if (suspects.All(generation => generation.End.IsCompleted))
                return;
        }

        await Task.WhenAll(suspects.Select(generation => generation.LoseAsync()));
    }

    /// <returns>Whether none of them was answered for a while in which all else went on as ever.</returns>
    private async Task<bool> AreLostAsync(IReadOnlyList<CallGeneration> suspects)
    {
        var later = calls.Present;
        var (answered, answeredLater, began) = (suspects.Sum(generation => generation.Ended), later.Ended, clock.GetTimestamp());
        await Task.Delay(Grace, clock);
        if (clock.GetElapsedTime(began) > 2 * Grace)
            // This process itself did not come to run.
            return false;
        // Where calls that began later have no answer either, everything is slow.
        return suspects.Sum(generation => generation.Ended) == answered && (later.Ended > answeredLater || later.UnderWay <= 1);
    }
}
