using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OrleansState.Clicks;
using OrleansState.Hosting.Orleans;
using OrleansState.Hosting.Settings;
using OrleansState.Partitions;

namespace OrleansState.ExactlyOnceProof;

/// <summary>Asks the grains, as any client would.</summary>
internal sealed class Counters : IAsyncDisposable
{
    private const int AtATime = 64;

    private readonly WebApplication _client;

    private Counters(WebApplication client) => _client = client;

    private IGrainFactory Grains => _client.Services.GetRequiredService<IClusterClient>();

    public static async Task<Counters> ConnectAsync(string redis, string clusterId, CancellationToken cancelled)
    {
        var builder = Startup.CreateBuilder([$"--Redis:ConnectionString={redis}", $"--Orleans:ClusterId={clusterId}", "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None"]);
        builder.AddClusterClient();
        var client = builder.Build();
        await client.StartAsync(cancelled);
        return new Counters(client);
    }

    public async Task<long[]> ReadAsync(int users, CancellationToken cancelled)
    {
        var counts = new long[users];
        await Parallel.ForAsync(0, users, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancelled }, async (user, _) =>
            counts[user] = (await Grains.GetGrain<IClickCounterGrain>(EventLoad.UserId(user)).GetAsync()).Total);
        return counts;
    }

    public async Task<long> ReachedAsync(string group, string topic, int partition) =>
        (await Grains.GetGrain<IPartitionGrain>($"{group}/{topic}/{partition}").GetAsync()).NextOffset;

    public async ValueTask DisposeAsync()
    {
        await _client.StopAsync(CancellationToken.None);
        await _client.DisposeAsync();
    }
}
