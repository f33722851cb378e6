using OrleansState.Api.Accounts;
using OrleansState.Api.Admin;
using OrleansState.Api.Carts;
using OrleansState.Api.Clicks;
using OrleansState.Api.Dashboards;
using OrleansState.Api.Edge;
using OrleansState.Api.Erasure;
using OrleansState.Api.Export;
using OrleansState.Api.Json;
using OrleansState.Api.Live;
using OrleansState.Api.Maintenance;
using OrleansState.Api.Metrics;
using OrleansState.Api.OpenApi;
using OrleansState.Api.Problems;
using OrleansState.Api.RateLimits;
using OrleansState.Api.Revocations;
using OrleansState.Api.Routing;
using OrleansState.Api.SecurityLog;
using OrleansState.Api.Sessions;
using OrleansState.Api.Standalone;
using OrleansState.Api.Stats;
using OrleansState.Api.Tokens;
using OrleansState.Hosting.Clustering;
using OrleansState.Hosting.Health;
using OrleansState.Hosting.Kafka;
using OrleansState.Hosting.Settings;
using OrleansState.KafkaBridge;
using OrleansState.Redis;

namespace OrleansState.Api;

/// <summary>Puts the API together: a client of a cluster where there is a Redis to find it through, else all of it in one process.</summary>
internal static class ApiHost
{
    private const string DefaultUrl = "http://127.0.0.1:5080";

    /// <param name="args">The command line.</param>
    /// <param name="adapt">Tests replace the clock and the like here, after everything else has been registered.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? adapt = null)
    {
        var builder = Startup.CreateBuilder(args);
        builder.ListenUnlessSet(DefaultUrl);
        if (string.IsNullOrWhiteSpace(builder.Configuration["Redis:ConnectionString"]))
            builder.AddStandalone().AddLive();
        else
            builder.AddClusterClient().AddDashboardClient().AddLiveClient().AddIndexes();
        builder.Services.AddHealthChecks().AddCheck<StoreHealthCheck>("store");
        builder.AddApiMetrics();
        builder.AddProblems().AddJson().AddApiDocument();
        builder.AddTokens().AddAccounts();
        builder.AddRateLimits().AddEdge();
        builder.Services.AddCheckedOptions<StatsOptions>(StatsOptions.Section);
        builder.Services.AddSingleton<StatsFeed>();
        if (KnowsKafka(builder.Configuration))
            builder.AddDeadLetters().AddChangeHistory();
        adapt?.Invoke(builder);
        return Map(builder.Build());
    }

    private static WebApplication Map(WebApplication app)
    {
        app.UseEdge();
        app.UseProblems();
        app.UseHttps();
        app.UseAllowedHosts();
        app.UsePathRefusals();
        app.UseRouting();
        app.UseExactRouteValues();
        app.UsePrivateAnswers();
        app.UseForbiddenLog();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAdminLog();
        app.UseRateLimiter();
        app.MapHealth();
        app.MapApiMetrics();
        app.MapApiDocument();
        app.MapTokens();
        app.MapAccounts();
        app.MapPasswords();
        app.MapSessions();
        app.MapRevocations();
        app.MapExport();
        app.MapErasure();
        app.MapAdmin();
        app.MapDashboard();
        app.MapHistory();
        app.MapDeadLetters();
        app.MapCarts();
        app.MapClicks();
        app.MapStats();
        app.MapMaintenance();
        return app;
    }

    /// <summary>A silo in this process brings them with its store.</summary>
    private static void AddIndexes(this WebApplicationBuilder builder) =>
        builder.Services.AddRedisStateIndexes(builder.Configuration.ReadChecked<ClusteringOptions>(ClusteringOptions.Section).ServiceId + "/");

    private static bool KnowsKafka(ConfigurationManager settings) =>
        settings.ReadChecked<KafkaOptions>(KafkaOptions.Section) is { Enabled: true, BootstrapServers.Length: > 0 };
}
