using StackExchange.Redis;

namespace OrleansState.Grains.Engine.Redis;

/// <summary>Knows which life the server is in, and finds out anew when told that it ended.</summary>
internal sealed class RedisIncarnations(IConnectionMultiplexer redis, StoreFile? file = null)
{
    private readonly Lock _gate = new();
    private Task<RedisIncarnation>? _current;

    /// <summary>The life entered last, unless it is known to have ended.</summary>
    public RedisIncarnation? LastSeen => Volatile.Read(ref _current) is { IsCompletedSuccessfully: true } entered ? entered.Result : null;

    public Task<RedisIncarnation> CurrentAsync()
    {
        lock (_gate)
        {
            if (_current is null || _current.IsFaulted || _current.IsCanceled)
                _current = EnterAsync();
            return _current;
        }
    }

    /// <summary>The server refused a script of this life. Calls with an older one do nothing.</summary>
    public void Ended(RedisIncarnation incarnation)
    {
        lock (_gate)
        {
            if (_current is { IsCompletedSuccessfully: true } && ReferenceEquals(_current.Result, incarnation))
                _current = null;
        }
    }

    private async Task<RedisIncarnation> EnterAsync()
    {
        var db = redis.GetDatabase();
        var server = await InfoAsync(db).ConfigureAwait(false);
        while (true)
        {
            var incarnation = new RedisIncarnation(RunId(server), Field(server, "garnet_version") is not null, file);
            await db.ExecuteAsync("SCRIPT", "LOAD", incarnation.ReadScript).ConfigureAwait(false);
            await db.ExecuteAsync("SCRIPT", "LOAD", incarnation.WriteScript).ConfigureAwait(false);

            // The same run id after loading as before: the scripts were loaded in that life and no other.
            server = await InfoAsync(db).ConfigureAwait(false);
            if (RunId(server) == incarnation.Token)
                return incarnation;
        }
    }

    private static async Task<string[]> InfoAsync(IDatabase db) =>
        ((string?)await db.ExecuteAsync("INFO", "server").ConfigureAwait(false) ?? "").Split('\n');

    private static string RunId(string[] server) =>
        Field(server, "run_id") ?? throw new InvalidOperationException("INFO server names no run_id; this server can't tell a restart.");

    private static string? Field(string[] server, string name) =>
        server.FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.Ordinal))?[(name.Length + 1)..].Trim();
}
