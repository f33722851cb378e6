using StackExchange.Redis;

namespace OrleansState.Redis;

/// <summary>
/// Knows which epoch the server is in, and finds out anew when told that it ended. Only a primary is asked: a replica has
/// what its primary had a moment ago, or had before it was given another.
/// </summary>
internal sealed class RedisEpochs
{
    /// <summary>Replaces the generation, unless that is another by now.</summary>
    private const string EndGeneration =
        """
        if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('SET', KEYS[1], ARGV[2]) end
        return 1
        """;

    private readonly Lock _gate = new();
    private readonly PrimarySearch _search;
    private readonly ServerWords _words;
    private readonly IConnectionMultiplexer _redis;
    private readonly StoreFile? _file;
    private Task<RedisEpoch>? _current;

    public RedisEpochs(IConnectionMultiplexer redis, string keyPrefix, StoreFile? file = null)
    {
        (_redis, _file) = (redis, file);
        GenerationKey = keyPrefix + "generation";
        _words = new ServerWords(redis);
        _search = new PrimarySearch(redis, _words);
    }

    /// <summary>
    /// The key of the generation: written once, and gone with all other records. An operator who takes records back to
    /// earlier ones in a running server deletes it, which has every log read again.
    /// </summary>
    public string GenerationKey { get; }

    /// <summary>The epoch entered last, unless it is known to have ended.</summary>
    public RedisEpoch? LastSeen => Volatile.Read(ref _current) is { IsCompletedSuccessfully: true } entered ? entered.Result : null;

    public Task<RedisEpoch> CurrentAsync()
    {
        lock (_gate)
        {
            if (_current is null || _current.IsFaulted || _current.IsCanceled)
                _current = EnterAsync();
            return _current;
        }
    }

    /// <summary>The server refused a script of this epoch. Calls with an older one do nothing.</summary>
    public void Ended(RedisEpoch epoch)
    {
        lock (_gate)
        {
            if (_current is { IsCompletedSuccessfully: true } && ReferenceEquals(_current.Result, epoch))
                _current = null;
        }
    }

    /// <summary>A call failed: where that may be because another server is the primary now, the client looks for it.</summary>
    /// <returns>Why, as far as anybody said.</returns>
    public string Failed(Exception fault)
    {
        if (RedisFaults.MayHaveAnotherPrimary(fault))
            _search.Begin();
        return _words.Explain(fault);
    }

    /// <summary>Ends this epoch, where the server is in it, and its generation.</summary>
    public async Task EndAsync(RedisEpoch epoch)
    {
        var db = _redis.GetDatabase();
        await epoch.CommitAsync(db, db.ScriptEvaluateAsync(
            EndGeneration, [GenerationKey], [epoch.Generation, NewGeneration()], CommandFlags.DemandMaster)).ConfigureAwait(false);
        Ended(epoch);
    }

    private static string NewGeneration() => Guid.NewGuid().ToString("N");

    private async Task<RedisEpoch> EnterAsync()
    {
        try
        {
            return await EnterAsync(_redis.GetDatabase()).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            Failed(fault);
            throw;
        }
    }

    private async Task<RedisEpoch> EnterAsync(IDatabase db)
    {
        var server = await IdentifyAsync(db).ConfigureAwait(false);
        while (true)
        {
            if (!server.IsPrimary)
                throw new NoPrimaryException($"READONLY, the server is no primary (its role is {server.Role}) and may hold less than was acknowledged.");
            if (!server.ForgetsScripts)
                throw new RedisException($"Redis {server.Version} keeps scripts over a restart, so that it can't be trusted after one; {RedisIdentity.Oldest} is the oldest that can.");
            var epoch = new RedisEpoch(server, await GenerationAsync(db).ConfigureAwait(false), _file);
            await db.ExecuteAsync("SCRIPT", ["LOAD", epoch.ReadScript], CommandFlags.DemandMaster).ConfigureAwait(false);
            await db.ExecuteAsync("SCRIPT", ["LOAD", epoch.WriteScript], CommandFlags.DemandMaster).ConfigureAwait(false);
            await db.ExecuteAsync("SCRIPT", ["LOAD", epoch.IndexedWriteScript], CommandFlags.DemandMaster).ConfigureAwait(false);
            await db.ExecuteAsync("SCRIPT", ["LOAD", epoch.FindKeyScript], CommandFlags.DemandMaster).ConfigureAwait(false);

            // The same after loading as before: the scripts were loaded in that epoch and no other.
            var before = server;
            server = await IdentifyAsync(db).ConfigureAwait(false);
            if (server != before)
                continue;
            _words.Forget();
            return epoch;
        }
    }

    private async Task<string> GenerationAsync(IDatabase db)
    {
        while (true)
        {
            if ((string?)await db.StringGetAsync(GenerationKey, CommandFlags.DemandMaster).ConfigureAwait(false) is { Length: > 0 } known)
                return known;
            await db.StringSetAsync(GenerationKey, NewGeneration(), expiry: null, When.NotExists, CommandFlags.DemandMaster).ConfigureAwait(false);
        }
    }

    private static async Task<RedisIdentity> IdentifyAsync(IDatabase db)
    {
        var server = db.ExecuteAsync("INFO", ["server"], CommandFlags.DemandMaster);
        var replication = db.ExecuteAsync("INFO", ["replication"], CommandFlags.DemandMaster);
        return RedisIdentity.Of(RedisIdentity.Fields($"{await server.ConfigureAwait(false)}\n{await replication.ConfigureAwait(false)}"));
    }
}
