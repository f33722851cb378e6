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
        fault is not RedisServerException && Volatile.Read(ref _last) is { } last ? $"{fault.Message} (the server says: {last})" : fault.Message;

    /// <summary>Asks every server of which there is no connection what it has against us.</summary>
    public async Task AskAsync()
    {
        var client = ConfigurationOptions.Parse(redis.Configuration);
        var servers = redis.GetServers().Where(server => !server.IsConnected).Select(server => server.EndPoint);
        var answers = await Task.WhenAll(servers.Select(server => ServerGreeting.AskAsync(server, client))).ConfigureAwait(false);
        Volatile.Write(ref _last, answers.FirstOrDefault(answer => answer is not null));
    }
}
