using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OrleansState.Clicks;
using OrleansState.Hosting.Orleans;
using OrleansState.Hosting.Settings;
using OrleansState.Silo;
using OrleansState.TestServers;

namespace OrleansState.KafkaBridge.Tests.Harness;

/// <summary>A silo with the bridge in it, over a real Redis and a real Kafka; keys and topics are the test's own.</summary>
internal sealed class BridgeHost(WebApplication app) : IAsyncDisposable
{
    public IGrainFactory Grains => app.Services.GetRequiredService<IClusterClient>();

    public IServiceProvider Services => app.Services;

    /// <param name="redis">Where the store is.</param>
    /// <param name="kafka">Where the broker is.</param>
    /// <param name="topic">The events; also the name of the cluster and of the group.</param>
    /// <param name="group">Another group than the topic's own.</param>
    /// <param name="withSilo">False: a bridge alone, a client of the silo that another host has.</param>
    /// <param name="replace">Puts the test's own parts in the place of others.</param>
    /// <param name="settings">Further ones, as a command line has them.</param>
    public static async Task<BridgeHost> StartAsync(
        string redis, string kafka, string topic, string? group = null, bool withSilo = true, Action<IServiceCollection>? replace = null, params string[] settings)
    {
        var builder = Startup.CreateBuilder(
        [
            $"--Redis:ConnectionString={redis}", $"--Orleans:ServiceId={topic}", $"--Orleans:ClusterId={topic}", $"--Kafka:BootstrapServers={kafka}",
            $"--Kafka:Topic={topic}", $"--Kafka:DeadLetterTopic={topic}.dlq", $"--Kafka:GroupId={group ?? topic}",
            "--urls=http://127.0.0.1:0", .. settings,
        ]);
        if (withSilo)
            builder.AddClusteredSilo();
        else
            builder.AddClusterClient();
        builder.AddKafkaBridge();
        builder.AddDeadLetters();
        builder.AddRebuilding();
        replace?.Invoke(builder.Services);
        var app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new BridgeHost(app);
    }

    public Task<ClickCounts> CountsAsync(string userId) => Grains.GetGrain<IClickCounterGrain>(userId).GetAsync();

    /// <summary>Waits until a user has this many clicks, and no more.</summary>
    public async Task CountsToAsync(string userId, long total, TimeSpan? patience = null)
    {
        await CountsAtLeastAsync(userId, total, patience);
        Assert.Equal(total, (await CountsAsync(userId)).Total);
    }

    /// <summary>Waits until a user has this many clicks. While the store is away nobody answers.</summary>
    public Task CountsAtLeastAsync(string userId, long total, TimeSpan? patience = null) => Eventually.UntilAsync($"{total} clicks of user {userId}", async () =>
    {
        try
        {
            return (await CountsAsync(userId)).Total >= total;
        }
        catch (Exception fault) when (fault is StoreUnavailableException or TimeoutException)
        {
            return false;
        }
    }, patience);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }
}
