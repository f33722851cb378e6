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
            var bySocket = new Dictionary<Socket, LoadedConnection>(all.Count);
            while (true)
            {
                var isOver = TimeProvider.System.GetElapsedTime(began) >= plan.Warmup + plan.Window;
                ready.Clear();
                foreach (var connection in all)
                {
                    if (!isOver)
                        connection.SendIfDue();
                    if (connection.Awaited is { } socket)
                    {
                        ready.Add(socket);
                        bySocket[socket] = connection;
                    }
                }

                if (ready.Count > 0)
                    Socket.Select(ready, null, null, Look);
                else if (isOver)
                    return tally;
                else
                    CancellationToken.None.WaitHandle.WaitOne(Look);
                foreach (var socket in ready)
                    bySocket[socket].Receive();
                foreach (var connection in all)
                    connection.GiveUpIfLate();
            }
        }
        finally
        {
            all.ForEach(static connection => connection.Dispose());
        }
    }
}
