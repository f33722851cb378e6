using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrleansState.Carts;
using OrleansState.Clicks;
using OrleansState.Hosting.Clustering;
using OrleansState.Hosting.Settings;
using OrleansState.Kafka;

namespace OrleansState.ExactlyOnceProof;

/// <summary>Asks the grains, as any client would.</summary>
internal sealed class Counters : IAsyncDisposable
{
    private const int AtATime = 64;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(250);

    private readonly WebApplication _client;

    private Counters(WebApplication client) => _client = client;

    private IGrainFactory Grains => _client.Services.GetRequiredService<IClusterClient>();

    public static async Task<Counters> ConnectAsync(string redis, string clusterId, CancellationToken cancelled)
    {
        var builder = Startup.CreateBuilder([$"--Redis:ConnectionString={redis}", $"--Orleans:ClusterId={clusterId}", "--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        builder.AddClusterClient();
        var client = builder.Build();
        await client.StartAsync(cancelled);
        return new Counters(client);
    }

    public async Task<long[]> ReadAsync(int users, CancellationToken cancelled)
    {
        var counts = new long[users];
        await Parallel.ForAsync(0, users, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancelled }, async (user, _) =>
            counts[user] = await AnswerAsync(async () => (await Grains.GetGrain<IClickCounterGrain>(EventLoad.UserId(user)).GetAsync()).Total, cancelled));
        return counts;
    }

    /// <summary>Up to where each partition has been counted.</summary>
    public Task<long[]> ReachedAsync(int partitions, CancellationToken cancelled) => Task.WhenAll(Enumerable.Range(0, partitions).Select(
        partition => AnswerAsync(() => ReachedAsync(Proof.Group, Proof.Topic, partition), cancelled)));

    /// <summary>Up to where a partition has been counted, if somebody answers.</summary>
    public async Task<long> ReachedAsync(string group, string topic, int partition) =>
        (await Grains.GetGrain<ICheckpointGrain>($"{group}/{topic}/{partition}").GetAsync()).NextOffset;

    /// <summary>Writes into the cart of a prober, who is nobody that is counted.</summary>
    public Task WriteAsync(int prober, int pieces) =>
        Grains.GetGrain<ICartGrain>($"prober-{prober}").SetQuantityAsync(new CartLine("probe", pieces));

    public async ValueTask DisposeAsync()
    {
        await _client.StopAsync(CancellationToken.None);
        await _client.DisposeAsync();
    }

    /// <summary>Asks until there is an answer, for as long as a system that comes back may take.</summary>
    private static async Task<long> AnswerAsync(Func<Task<long>> ask, CancellationToken cancelled)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (Exception) when (TimeProvider.System.GetElapsedTime(began) < Proof.Patience)
            {
                await Task.Delay(BetweenTries, TimeProvider.System, cancelled);
            }
        }
    }
}
