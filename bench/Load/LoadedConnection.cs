using System.Net.Sockets;
using System.Text;

namespace OrleansState.Bench.Load;

/// <summary>A connection of a load and the request it waits for.</summary>
/// <param name="plan">What it sends.</param>
/// <param name="connection">Its number.</param>
/// <param name="began">When the load began.</param>
/// <param name="tally">Its loop's, where all is written down.</param>
internal sealed class LoadedConnection(LoadPlan plan, int connection, long began, LoadTally tally) : IDisposable
{
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromMilliseconds(5);

    private readonly HttpConnection _http = new(plan.Port);
    private Shot _shot;
    private long _start;
    private long _sent;
    private long? _faultAt;
    private bool _isUnderWay;

    /// <summary>What has to become readable, or null where nothing is under way.</summary>
    public Socket? Awaited => _isUnderWay ? _http.Socket : null;

    /// <summary>Sends the next request, unless one is under way or the last could not be sent a moment ago.</summary>
    public void SendIfDue()
    {
        if (_isUnderWay || (_faultAt is { } fault && TimeProvider.System.GetElapsedTime(fault) < PauseAfterFault))
            return;
        _shot = plan.Next(connection, _sent++);
        _faultAt = null;
        _isUnderWay = true;
        tally.Sent++;
        _start = TimeProvider.System.GetTimestamp();
        try
        {
            _http.Send(_shot.Request.Span);
        }
        catch (SocketException unreachable)
        {
            Lose(unreachable.Message);
        }
    }

    /// <summary>Takes what has come in of the answer, and writes it down when it is whole.</summary>
    public void Receive()
    {
        try
        {
            if (_http.Receive() is { } status)
                End(status);
        }
        catch (Exception fault) when (fault is SocketException or IOException)
        {
            Lose(fault.Message);
        }
    }

    /// <summary>Ends the wait for an answer that takes too long.</summary>
    public void GiveUpIfLate()
    {
        if (_isUnderWay && TimeProvider.System.GetElapsedTime(_start) > HttpConnection.Patience)
            Lose($"no answer within {HttpConnection.Patience.TotalSeconds:0} s");
    }

    public void Dispose() => _http.Dispose();

    private void Lose(string reason)
    {
        _http.Dispose();
        _faultAt = TimeProvider.System.GetTimestamp();
        tally.Fail(reason);
        plan.Ledger?.Doubt(_shot.Key);
        Observe(status: 0);
    }

    private void End(int status)
    {
        var exchange = Observe(status);
        if (exchange.IsSuccess)
        {
            Acknowledge(exchange);
            return;
        }

        tally.Fail($"{status} {Encoding.UTF8.GetString(_http.Body.Span)}");
        // A 4xx is a refusal and certainly changed nothing; anything else leaves the outcome open.
        if (status is < 400 or >= 500)
            plan.Ledger?.Doubt(_shot.Key);
    }

    private Exchange Observe(int status)
    {
        _isUnderWay = false;
        var exchange = new Exchange(_shot.Key, _start, TimeProvider.System.GetTimestamp(), status);
        plan.Observe?.Invoke(exchange);
        return exchange;
    }

    private void Acknowledge(Exchange exchange)
    {
        plan.Ledger?.Acknowledge(_shot.Key);
        plan.Answered?.Invoke(connection, _http.Body);
        var at = TimeProvider.System.GetElapsedTime(began, exchange.Ended);
        if (at >= plan.Warmup && at < plan.Warmup + plan.Window)
            tally.Latencies.Record(TimeProvider.System.GetElapsedTime(exchange.Began, exchange.Ended));
    }
}
