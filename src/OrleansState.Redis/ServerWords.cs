using StackExchange.Redis;

namespace OrleansState.Redis;

/// <summary>What servers said last when they would not serve, for faults that have no word of it.</summary>
internal sealed class ServerWords(IConnectionMultiplexer redis)
{
    private string? _last;

    /// <summary>The server serves again.</summary>
    public void Forget() => Volatile.Write(ref _last, null);

    /// <summary>A fault in words, with those of the server where the fault has none.</summary>
    public string Explain(Exception fault) =>
        fault is RedisServerException ? fault.Message
        : Volatile.Read(ref _last) is { } last ? $"{fault.Message} (the server says: {last})"
        : HasOnlyReplicas() ? $"{fault.Message} (READONLY: the servers that can be reached are replicas)"
        : fault.Message;

    /// <summary>Asks every server of which there is no connection what it has against us.</summary>
    public async Task AskAsync()
    {
        var client = ConfigurationOptions.Parse(redis.Configuration);
        var servers = redis.GetServers().Where(server => !server.IsConnected).Select(server => server.EndPoint);
        var answers = await Task.WhenAll(servers.Select(server => ServerGreeting.AskAsync(server, client))).ConfigureAwait(false);
        Volatile.Write(ref _last, answers.FirstOrDefault(answer => answer is not null));
    }

    /// <summary>Once the client knows that a server is a replica it sends it no write, and no server says any more why not.</summary>
    private bool HasOnlyReplicas()
    {
        var reached = redis.GetServers().Where(server => server.IsConnected).ToList();
        return reached.Count > 0 && reached.TrueForAll(server => server.IsReplica);
    }
}
