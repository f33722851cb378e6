using StackExchange.Redis;

namespace OrleansState.Grains.Engine.Redis;

/// <summary>Knows which life the server is in, and finds out anew when told that it ended.</summary>
internal sealed class RedisIncarnations(IConnectionMultiplexer redis)
{
    private readonly Lock _gate = new();
    private Task<RedisIncarnation>? _current;

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
        var runId = await RunIdAsync(db).ConfigureAwait(false);
        while (true)
        {
            var incarnation = new RedisIncarnation(runId);
            await db.ExecuteAsync("SCRIPT", "LOAD", incarnation.ReadScript).ConfigureAwait(false);
            await db.ExecuteAsync("SCRIPT", "LOAD", incarnation.WriteScript).ConfigureAwait(false);

            // The same run id after loading as before: the scripts were loaded in that life and no other.
            var runIdAfter = await RunIdAsync(db).ConfigureAwait(false);
            if (runIdAfter == runId)
                return incarnation;
            runId = runIdAfter;
        }
    }

    private static async Task<string> RunIdAsync(IDatabase db)
    {
        const string Field = "run_id:";
        var info = (string?)await db.ExecuteAsync("INFO", "server").ConfigureAwait(false) ?? "";
        var line = info.Split('\n').FirstOrDefault(l => l.StartsWith(Field, StringComparison.Ordinal))
            ?? throw new InvalidOperationException("INFO server names no run_id; this server can't tell a restart.");
        return line[Field.Length..].Trim();
    }
}
