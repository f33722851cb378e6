using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrleansState.Hosting.Clustering;
using OrleansState.Hosting.Settings;
using StackExchange.Redis;

namespace OrleansState.Hosting.Redis;

/// <summary>The process' one connection to Redis.</summary>
public static class RedisServices
{
    private const int MembershipTimeout = 5_000;
    private const int ThreadsForSentinel = 16;

    public static IServiceCollection AddRedis(this IServiceCollection services)
    {
        services.AddCheckedOptions<RedisOptions>(RedisOptions.Section)
            .Validate(o => !string.IsNullOrWhiteSpace(o.ConnectionString), "Redis:ConnectionString is not set; this process keeps its state in Redis.")
            .Validate(o => o.Timeout >= TimeSpan.FromMilliseconds(100) && o.Timeout <= TimeSpan.FromMinutes(1), "Redis:Timeout must lie between 00:00:00.1 and 00:01:00.");
        services.AddSingleton<IConnectionMultiplexer>(s =>
            ConnectionMultiplexer.Connect(Configure(s.GetRequiredService<IOptions<RedisOptions>>().Value)));
        return services;
    }

    /// <summary>Has the process end, before it takes part in the cluster, where Redis does not let it do what it has to.</summary>
    public static IServiceCollection AddRedisAccess(this IServiceCollection services, Func<ClusteringOptions, IReadOnlyList<RedisNeed>> needs) =>
        services.AddHostedService(s => ActivatorUtilities.CreateInstance<RedisAccess>(s, needs));

    /// <exception cref="BadSettingException">There is no <c>Redis:ConnectionString</c>, or it is none.</exception>
    public static void RequireRedis(this IConfiguration settings, string what)
    {
        var redis = settings.ReadChecked<RedisOptions>(RedisOptions.Section);
        if (string.IsNullOrWhiteSpace(redis.ConnectionString))
            throw new BadSettingException($"Redis:ConnectionString is not set; {what}.");
        if (RedisAddress.Fault(redis.ConnectionString) is { } fault)
            throw new BadSettingException(fault);
    }

    /// <summary>The client's settings: fail fast while there is no connection, try again often, never give up.</summary>
    public static ConfigurationOptions Configure(RedisOptions options)
    {
        var client = ConfigurationOptions.Parse(options.ConnectionString!);
        if (!string.IsNullOrEmpty(client.ServiceName))
            AllowForBlockedThreads();
        client.AbortOnConnectFail = false;
        // INFO, which names the server's present epoch, counts as an admin command with this client.
        client.AllowAdmin = true;
        client.BacklogPolicy = BacklogPolicy.FailFast;
        client.AsyncTimeout = client.SyncTimeout = client.ConnectTimeout = (int)options.Timeout.TotalMilliseconds;
        client.HeartbeatInterval = TimeSpan.FromMilliseconds(250);
        client.ReconnectRetryPolicy = new LinearRetry(500);
        return client;
    }

    /// <summary>
    /// The settings for who is in the cluster: rare calls that no user waits for, and the first of them, made while a process
    /// starts, ends it when it fails. They get the time a busy machine needs.
    /// </summary>
    public static ConfigurationOptions ConfigureMembership(RedisOptions options)
    {
        var client = Configure(options);
        client.BacklogPolicy = BacklogPolicy.Default;
        client.AsyncTimeout = client.SyncTimeout = client.ConnectTimeout = Math.Max(client.AsyncTimeout, MembershipTimeout);
        return client;
    }

    /// <summary>
    /// When Sentinel has made another server the primary, each of the client's connections asks the sentinels for it and waits
    /// on threads of the pool until it is connected. On two cores the pool has two threads at first and makes one more in half a
    /// second: a silo with a connection for its state and one for the membership then stood still for four seconds.
    /// </summary>
    private static void AllowForBlockedThreads()
    {
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, ThreadsForSentinel), completions);
    }
}
