using System.Net;
using System.Security.Authentication;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OrleansState.Hosting.Clustering;
using OrleansState.Hosting.Settings;
using StackExchange.Redis;

namespace OrleansState.Hosting.Redis;

/// <summary>
/// Looks whether Redis lets this process do what it has to, by a connection of its own, before anything else asks it. The
/// client does not tell a server that refuses from one that is away, and waits for either; a refusal is a setting that is
/// wrong, and ends the process. A server that is away is waited for by others, and looked at when it answers.
/// </summary>
internal sealed class RedisAccess(IOptions<RedisOptions> redis, IOptions<ClusteringOptions> cluster, Func<ClusteringOptions, IReadOnlyList<RedisNeed>> needs) : BackgroundService
{
    private const string Key = "Redis:ConnectionString";
    private const string Least = "docs/deployment.md lists the least that each process needs.";

    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    private bool _hasAnswered;

    /// <exception cref="BadSettingException">Redis refuses this process.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _hasAnswered = await AnswersAsync();
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!_hasAnswered)
        {
            await Task.Delay(BetweenTries, TimeProvider.System, stoppingToken);
            _hasAnswered = await AnswersAsync();
        }
    }

    /// <returns>False: nobody answered.</returns>
    private async Task<bool> AnswersAsync()
    {
        var client = RedisServices.Configure(redis.Value);
        try
        {
            (client.AbortOnConnectFail, client.ConnectRetry) = (true, 1);
            await using var connection = await ConnectionMultiplexer.ConnectAsync(client);
            await RequireAsync(connection, client);
            return true;
        }
        catch (RedisServerException refusal)
        {
            return Refused(refusal.Message) is { } sentence ? throw new BadSettingException(sentence, refusal) : false;
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException)
        {
            // What the server is tells more than what became of the client's attempt to speak with it.
            return (await RedisProbe.FaultAsync(client) ?? Refused(fault)) is { } sentence ? throw new BadSettingException(sentence, fault) : false;
        }
    }

    private async Task RequireAsync(ConnectionMultiplexer connection, ConfigurationOptions client)
    {
        var db = connection.GetDatabase();
        // The client goes on as the default user where that may do without a password.
        if (client is { User.Length: > 0, Password.Length: > 0 })
            await db.ExecuteAsync("AUTH", [client.User, client.Password], CommandFlags.DemandMaster);
        await RequireModeAsync(db, connection.GetEndPoints());
        foreach (var need in needs(cluster.Value))
            await TryAsync(db, need);
    }

    /// <summary>Scripts work on records of many users at once, whatever nodes of a Redis Cluster those would be on.</summary>
    private static async Task RequireModeAsync(IDatabase db, EndPoint[] servers)
    {
        var info = (string?)await TryAsync(db, new RedisNeed("INFO", "server")) ?? "";
        var mode = info.Split('\n').FirstOrDefault(line => line.StartsWith("redis_mode:", StringComparison.Ordinal))?["redis_mode:".Length..].Trim();
        if (mode == "cluster")
            throw new BadSettingException($"{Key}: {Names(servers)} is a Redis Cluster, and state is kept in one primary, with or without replicas and sentinels; name a Redis with cluster-enabled no.");
        if (mode == "sentinel")
            throw new BadSettingException($"{Key}: {Names(servers)} is a sentinel; add serviceName=NAME, the name by which it knows the primary.");
    }

    private static async Task<RedisResult> TryAsync(IDatabase db, RedisNeed need)
    {
        try
        {
            return await db.ExecuteAsync(need.Command, need.Arguments, CommandFlags.DemandMaster);
        }
        catch (RedisServerException refusal) when (refusal.Message.StartsWith("NOPERM", StringComparison.Ordinal))
        {
            throw new BadSettingException($"{Key}: Redis does not allow its user {string.Join(' ', need.Arguments.Prepend(need.Command))} ({refusal.Message.TrimEnd('.')}); {Least}", refusal);
        }
    }

    /// <summary>Of what the client says of a server that it could not connect to.</summary>
    private static string? Refused(Exception fault)
    {
        for (var inner = fault; inner is not null; inner = inner.InnerException)
        {
            if (inner is AuthenticationException)
                return $"{Key}: TLS with Redis fails: {inner.Message}";
            if (Refused(inner.Message) is { } sentence)
                return sentence;
        }

        return null;
    }

    private static string? Refused(string words) =>
        words.Contains("WRONGPASS", StringComparison.Ordinal) || words.Contains("invalid password", StringComparison.OrdinalIgnoreCase)
            ? $"{Key}: Redis does not know this user with this password (WRONGPASS)."
            : words.Contains("NOAUTH", StringComparison.Ordinal) ? $"{Key}: Redis asks for a password (NOAUTH); add password=…, and user=… where it has users."
            : null;

    private static string Names(EndPoint[] servers) => string.Join(", ", servers.Select(server => server is DnsEndPoint name ? $"{name.Host}:{name.Port}" : $"{server}"));
}
