namespace OrleansState.Bench.Rows;

/// <summary>
/// Measures contestants in turns, run by run, beginning with another one each time: what the machine does to a minute it
/// does to all of them.
/// </summary>
internal static class TakingTurns
{
    public static async Task RunAsync<T>(int runs, IReadOnlyList<T> contestants, Func<T, Task> measure)
    {
        for (var run = 0; run < runs; run++)
        {
            for (var i = 0; i < contestants.Count; i++)
                await measure(contestants[(run + i) % contestants.Count]);
        }
    }
}
