using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OrleansState.Bench.Engine;
using OrleansState.Clicks;

using var host = await EngineSilo.StartAsync(args[0]);
var grains = host.Services.GetRequiredService<IGrainFactory>();
var seconds = TimeSpan.FromSeconds(double.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture));

foreach (var (name, keys, callers) in new[] { ("hot", 1, 512), ("10k", 10_000, 512), ("hot", 1, 512), ("10k", 10_000, 512) })
{
    var engine = await RateAsync(callers, async (i, n) => await grains.GetGrain<IClickCounterGrain>($"u{(i + n * callers) % keys}").IncrementAsync("click"));
    var plain = await RateAsync(callers, async (i, n) => await grains.GetGrain<IPlainCounterGrain>($"u{(i + n * callers) % keys}").IncrementAsync());
    Console.WriteLine($"{name}: engine {engine:N0}/s, plain {plain:N0}/s, ratio {engine / plain:N2}");
}

await host.StopAsync();

async Task<double> RateAsync(int callers, Func<int, int, Task> call)
{
    var count = 0L;
    var watch = Stopwatch.StartNew();
    await Task.WhenAll(Enumerable.Range(0, callers).Select(i => Task.Run(async () =>
    {
        for (var n = 0; watch.Elapsed < seconds; n++)
        {
            await call(i, n);
            Interlocked.Increment(ref count);
        }
    })));
    return count / watch.Elapsed.TotalSeconds;
}
