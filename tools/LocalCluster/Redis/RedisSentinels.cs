using System.Globalization;

namespace OrleansState.LocalCluster.Redis;

/// <summary>
/// Three sentinels, two of which agree that a primary is gone and make its replica the primary. They look and agree faster
/// than Sentinel does by itself, so that a failover takes about two seconds, and they forgive a machine that is too busy
/// to let them run for a while.
/// </summary>
public sealed class RedisSentinels : IAsyncDisposable
{
    /// <summary>What the sentinels call the primary they watch.</summary>
    public const string ServiceName = "local";

    private const int Count = 3;
    private const int Quorum = 2;
    /// <summary>An election that fails is held again ten seconds later, and on a busy machine several fail.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan UsualDownAfter = TimeSpan.FromSeconds(1);

    private readonly RedisSentinel[] _sentinels;

    private RedisSentinels(RedisSentinel[] sentinels) => _sentinels = sentinels;

    /// <summary>The sentinels, in the form in which StackExchange.Redis asks them for the primary.</summary>
    public string ConnectionString => $"{string.Join(',', _sentinels.Select(s => $"127.0.0.1:{s.Port}"))},serviceName={ServiceName}";

    /// <summary>Returns when each of them knows the others and the primary's replica, which has to follow it already.</summary>
    public static async Task<RedisSentinels> StartAsync(RedisServer primary, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(primary);
        var started = new List<RedisSentinel>();
        try
        {
            for (var i = 0; i < Count; i++)
                started.Add(await RedisSentinel.StartAsync(Watch(primary), cancellationToken));
            var sentinels = new RedisSentinels([.. started]);
            await sentinels.HurryAsync(cancellationToken);
            await sentinels.WaitUntilAllKnowAsync("the replica", AskReplicas, answer => answer.Contains("role-reported", StringComparison.Ordinal), cancellationToken);
            await sentinels.WaitUntilAllKnowAsync("one another", $"SENTINEL CKQUORUM {ServiceName}", answer => answer.StartsWith($"+OK {Count} usable", StringComparison.Ordinal), cancellationToken);
            return sentinels;
        }
        catch
        {
            await Task.WhenAll(started.Select(s => s.DisposeAsync().AsTask()));
            throw;
        }
    }

    /// <summary>The port of the server that the sentinels call primary.</summary>
    public async Task<int> PrimaryPortAsync(CancellationToken cancellationToken = default)
    {
        var answer = await _sentinels[0].AskAsync(AskPrimary, cancellationToken);
        // The host, and the port.
        return int.Parse(answer.Split("\r\n")[1], CultureInfo.InvariantCulture);
    }

    /// <summary>Returns when every sentinel calls <paramref name="server"/> the primary.</summary>
    public Task WaitForPrimaryAsync(RedisServer server, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(server);
        return WaitUntilAllKnowAsync(
            "the new primary", AskPrimary, answer => answer.EndsWith($"\r\n{server.Port}", StringComparison.Ordinal), cancellationToken);
    }

    /// <summary>
    /// A planned failover (SENTINEL FAILOVER) to <paramref name="replica"/>, the only one there is. Returns when every sentinel
    /// calls it the primary; the other server learns of it then.
    /// </summary>
    public async Task FailOverAsync(RedisServer replica, CancellationToken cancellationToken = default)
    {
        await _sentinels[0].TellAsync($"SENTINEL FAILOVER {ServiceName}", cancellationToken);
        await WaitForPrimaryAsync(replica, cancellationToken);
    }

    /// <summary>Returns when <paramref name="server"/> follows <paramref name="primary"/>, as the sentinels tell it to, and all of them know.</summary>
    public async Task WaitForReplicaAsync(RedisServer server, RedisServer primary, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(server);
        await server.WaitUntilFollowsAsync(primary, cancellationToken);
        await WaitUntilAllKnowAsync("the replica", AskReplicas, answer => answer.Contains("master-link-status\r\nok", StringComparison.Ordinal), cancellationToken);
    }

    /// <summary>How long a primary may be silent before they replace it; for as long as it is to be stalled on purpose.</summary>
    public async Task ForgiveAsync(TimeSpan downAfter, CancellationToken cancellationToken = default)
    {
        foreach (var sentinel in _sentinels)
            await sentinel.TellAsync($"SENTINEL SET {ServiceName} down-after-milliseconds {downAfter.TotalMilliseconds:0}", cancellationToken);
    }

    /// <summary>What <see cref="ForgiveAsync"/> changed is again as it was.</summary>
    public Task ForgiveNoMoreAsync(CancellationToken cancellationToken = default) => ForgiveAsync(UsualDownAfter, cancellationToken);

    public async ValueTask DisposeAsync() => await Task.WhenAll(_sentinels.Select(s => s.DisposeAsync().AsTask()));

    private static string AskPrimary => $"SENTINEL GET-MASTER-ADDR-BY-NAME {ServiceName}";

    private static string AskReplicas => $"SENTINEL REPLICAS {ServiceName}";

    private static string[] Watch(RedisServer primary) =>
    [
        $"sentinel monitor {ServiceName} 127.0.0.1 {primary.Port} {Quorum}",
        $"sentinel down-after-milliseconds {ServiceName} {UsualDownAfter.TotalMilliseconds:0}",
        // Also the time after which a failover that failed is tried again, twice.
        $"sentinel failover-timeout {ServiceName} 5000",
    ];

    /// <summary>
    /// They ask their servers every second, not every ten, and tell one another as often. A sentinel that was not run for two
    /// seconds trusts nobody's clock and does nothing for thirty: here it has to be ten.
    /// </summary>
    private async Task HurryAsync(CancellationToken cancellationToken)
    {
        foreach (var sentinel in _sentinels)
            await sentinel.TellAsync("SENTINEL DEBUG INFO-PERIOD 1000 PUBLISH-PERIOD 500 PING-PERIOD 250 TILT-TRIGGER 10000", cancellationToken);
    }

    private Task WaitUntilAllKnowAsync(string what, string line, Func<string, bool> isWanted, CancellationToken cancellationToken) =>
        Task.WhenAll(_sentinels.Select(s => s.WaitUntilAsync(line, isWanted, $"did not learn of {what}", Patience, cancellationToken)));
}
