using System.Net.Sockets;

namespace OrleansState.Bench.Load;

/// <summary>Sends on some connections what is due, waits until some have an answer, and goes on with those.</summary>
internal static class LoadLoop
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    public static LoadTally Run(LoadPlan plan, IEnumerable<int> connections, long began)
    {
        var tally = new LoadTally();
        var all = connections.Select(connection => new LoadedConnection(plan, connection, began, tally)).ToList();
        try
        {
            var ready = new List<Socket>(all.Count);
            while (true)
            {
                var isOver = TimeProvider.System.GetElapsedTime(began) >= plan.Warmup + plan.Window;
                ready.Clear();
                foreach (var connection in all)
                {
                    if (!isOver)
                        connection.SendIfDue();
                    if (connection.Awaited is { } socket)
                        ready.Add(socket);
                }

                if (ready.Count > 0)
                    Socket.Select(ready, null, null, Look);
                else if (isOver)
                    return tally;
                else
                    CancellationToken.None.WaitHandle.WaitOne(Look);
                foreach (var connection in all)
                {
                    if (connection.Awaited is { } socket && ready.Contains(socket))
                        connection.Receive();
                    connection.GiveUpIfLate();
                }
            }
        }
        finally
        {
            all.ForEach(static connection => connection.Dispose());
        }
    }
}
