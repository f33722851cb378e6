namespace OrleansState.Bench.Targets.Kafka;

/// <summary>Sends at a steady rate, whatever becomes of what was sent.</summary>
internal static class OpenLoop
{
    /// <param name="perSecond">How many a second.</param>
    /// <param name="tick">How long it rests before it sends what has become due.</param>
    /// <param name="send">Sends one, given how many were sent before.</param>
    /// <param name="end">Ends it.</param>
    public static async Task RunAsync(int perSecond, TimeSpan tick, Action<long> send, CancellationToken end)
    {
        var began = TimeProvider.System.GetTimestamp();
        for (var sent = 0L; !end.IsCancellationRequested;)
        {
            for (; sent < TimeProvider.System.GetElapsedTime(began).TotalSeconds * perSecond; sent++)
                send(sent);
            await Task.Delay(tick, TimeProvider.System, CancellationToken.None);
        }
    }
}
