using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansState.Clicks;
using OrleansState.Hosting.Clustering;
using OrleansState.Hosting.Settings;
using OrleansState.Kafka;
using OrleansState.Kafka.DeadLetters;
using OrleansState.Silo;
using OrleansState.TestServers;

namespace OrleansState.KafkaBridge.Tests.Harness;

/// <summary>A silo with the bridge in it, over a real Redis and a real Kafka; keys and topics are the test's own.</summary>
internal sealed class BridgeHost(WebApplication app, string topic) : IAsyncDisposable
{
    public IGrainFactory Grains => app.Services.GetRequiredService<IClusterClient>();

    public IServiceProvider Services => app.Services;

    public DeadLetterTopic DeadLetters => app.Services.GetRequiredKeyedService<DeadLetterTopic>(topic);

    /// <param name="redis">Where the store is.</param>
    /// <param name="kafka">Where the broker is.</param>
    /// <param name="topic">The events; also the name of the cluster and of the group.</param>
    /// <param name="group">Another group than the topic's own.</param>
    /// <param name="withSilo">False: a bridge alone, a client of the silo that another host has.</param>
    /// <param name="replace">Puts the test's own parts in the place of others.</param>
    /// <param name="watch">Sees the parts before any of them starts.</param>
    /// <param name="settings">
    /// Further ones, as a command line has them; the last one of a key counts. A busy store may take its time unless they say
    /// otherwise: one that is away or stands still is to be noticed as soon as by default.
    /// </param>
    public static async Task<BridgeHost> StartAsync(
        string redis, string kafka, string topic, string? group = null, bool withSilo = true, Action<IServiceCollection>? replace = null, Action<IServiceProvider>? watch = null,
        params string[] settings)
    {
        var builder = Startup.CreateBuilder(
        [
            $"--Redis:ConnectionString={redis}", $"--Orleans:ServiceId={topic}", $"--Orleans:ClusterId={topic}", $"--Kafka:BootstrapServers={kafka}",
            $"--Kafka:Topic={topic}", $"--Kafka:DeadLetterTopic={topic}.dlq", $"--Kafka:ChangesTopic={topic}.changes", $"--Kafka:GroupId={group ?? topic}",
            "--urls=http://127.0.0.1:0", "--Redis:Timeout=00:00:30", .. settings,
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
        watch?.Invoke(app.Services);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new BridgeHost(app, topic);
    }

    /// <summary>How the bridge itself is; its silo and its store may be slow for a moment on a busy machine.</summary>
    public async Task<HealthStatus> HealthAsync() =>
        (await app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Name == "bridge", TestContext.Current.CancellationToken)).Status;

    public Task<ClickCounts> CountsAsync(string userId) => Grains.GetGrain<IClickCounterGrain>(userId).GetAsync();

    /// <summary>Waits until a user has this many clicks, and no more.</summary>
    public async Task CountsToAsync(string userId, long total) => Assert.Equal(total, await CountsAtLeastAsync(userId, total));

    /// <summary>Waits until a user has this many clicks, and says how many those are.</summary>
    public async Task<long> CountsAtLeastAsync(string userId, long total)
    {
        var counted = 0L;
        await Eventually.UntilAsync($"{total} clicks of user {userId}", () => AnswersAsync(async () => (counted = (await CountsAsync(userId)).Total) >= total));
        return counted;
    }

    /// <summary>Waits until the checkpoint of a partition of this topic stands at this offset.</summary>
    public Task ReachesAsync(Topic topic, long offset, int partition = 0) =>
        ReachesAsync(topic, checkpoint => checkpoint.NextOffset == offset, $"progress of partition {partition} to {offset}", partition);

    public Task ReachesAsync(Topic topic, Func<Checkpoint, bool> isThere, string what, int partition = 0) => Eventually.UntilAsync(
        what, () => AnswersAsync(async () => isThere(await Grains.GetGrain<ICheckpointGrain>($"{topic.Name}/{topic.Name}/{partition}").GetAsync())));

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }

    /// <summary>While the store is away nobody answers.</summary>
    private static async Task<bool> AnswersAsync(Func<Task<bool>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception fault) when (fault is StoreUnavailableException or TimeoutException)
        {
            return false;
        }
    }
}
