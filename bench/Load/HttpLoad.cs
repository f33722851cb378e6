using System.Net.Sockets;
using System.Text;

namespace OrleansState.Bench.Load;

/// <summary>Runs a plan, a thread a connection.</summary>
internal static class HttpLoad
{
    public static async Task<LoadResult> RunAsync(LoadPlan plan)
    {
        var began = TimeProvider.System.GetTimestamp();
        var workers = await Task.WhenAll(Enumerable.Range(0, plan.Connections)
            .Select(connection => Task.Factory.StartNew(
                () => Worker.Run(plan, connection, began), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        var latencies = new Latencies();
        foreach (var worker in workers)
            latencies.Add(worker.Latencies);
        return new LoadResult(
            latencies.Count / plan.Window.TotalSeconds, latencies, workers.Sum(w => w.Sent), workers.Sum(w => w.Failures),
            workers.Select(w => w.FirstFailure).FirstOrDefault(f => f is not null));
    }

    private sealed class Worker(LoadPlan plan, int connection)
    {
        private static readonly TimeSpan PauseAfterFault = TimeSpan.FromMilliseconds(5);

        public Latencies Latencies { get; } = new();

        public long Sent { get; private set; }

        public long Failures { get; private set; }

        public string? FirstFailure { get; private set; }

        public static Worker Run(LoadPlan plan, int connection, long began)
        {
            var worker = new Worker(plan, connection);
            using var http = new HttpConnection(plan.Port);
            while (TimeProvider.System.GetElapsedTime(began) < plan.Warmup + plan.Window)
                worker.Fire(http, plan.Next(connection, worker.Sent), began);
            return worker;
        }

        private void Fire(HttpConnection http, Shot shot, long began)
        {
            var start = TimeProvider.System.GetTimestamp();
            var status = Exchange(http, shot);
            var end = TimeProvider.System.GetTimestamp();
            Sent++;
            var exchange = new Exchange(shot.Key, start, end, status);
            plan.Observe?.Invoke(exchange);
            if (!exchange.IsSuccess)
                Fail(http, shot, status);
            else
            {
                plan.Ledger?.Acknowledge(shot.Key);
                plan.Answered?.Invoke(connection, http.Body);
                var at = TimeProvider.System.GetElapsedTime(began, end);
                if (at >= plan.Warmup && at < plan.Warmup + plan.Window)
                    Latencies.Record(TimeProvider.System.GetElapsedTime(start, end));
            }
        }

        private int Exchange(HttpConnection http, Shot shot)
        {
            try
            {
                return http.Exchange(shot.Request.Span);
            }
            catch (Exception fault) when (fault is SocketException or IOException)
            {
                FirstFailure ??= fault.Message;
                return 0;
            }
        }

        private void Fail(HttpConnection http, Shot shot, int status)
        {
            Failures++;
            // A 4xx is a refusal and certainly changed nothing; anything else leaves the outcome open.
            if (status is < 400 or >= 500)
                plan.Ledger?.Doubt(shot.Key);
            if (status != 0)
                FirstFailure ??= $"{status} {Encoding.UTF8.GetString(http.Body.Span)}";
            if (status == 0)
                CancellationToken.None.WaitHandle.WaitOne(PauseAfterFault);
        }
    }
}
