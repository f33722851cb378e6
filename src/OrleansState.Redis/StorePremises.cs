using System.Collections.Immutable;
using System.Globalization;
using StackExchange.Redis;

namespace OrleansState.Redis;

/// <summary>What the guarantees take for granted of the Redis that keeps the state.</summary>
/// <param name="Faults">With any of these the guarantees do not hold: a sentence each.</param>
/// <param name="Warnings">What an operator may want, and should know of: a sentence each.</param>
public sealed record StorePremises(ImmutableArray<string> Faults, ImmutableArray<string> Warnings)
{
    private static readonly string[] Sections = ["server", "replication", "memory", "persistence"];

    /// <summary>Asks the primary.</summary>
    /// <exception cref="RedisException">It did not answer, or there is none.</exception>
    public static async Task<StorePremises> AskAsync(IConnectionMultiplexer redis)
    {
        ArgumentNullException.ThrowIfNull(redis);
        var db = redis.GetDatabase();
        var answers = await Task.WhenAll(Sections.Select(section => db.ExecuteAsync("INFO", [section], CommandFlags.DemandMaster))).ConfigureAwait(false);
        return Of(string.Join('\n', answers.Select(answer => (string?)answer)));
    }

    /// <param name="info">What <c>INFO</c> answered.</param>
    internal static StorePremises Of(string info)
    {
        var fields = RedisIdentity.Fields(info);
        var server = RedisIdentity.Of(fields);
        if (server.IsGarnet)
            return new([], []);
        var faults = ImmutableArray.CreateBuilder<string>();
        var warnings = ImmutableArray.CreateBuilder<string>();
        if (!server.ForgetsScripts)
            faults.Add($"Redis {server.Version} keeps its scripts over a restart, so that a restart that lost writes goes unnoticed; {RedisIdentity.Oldest} is the oldest that can keep the state.");
        CheckMemory(fields, faults, warnings);
        if (fields.GetValueOrDefault("aof_enabled") != "1")
            warnings.Add("Redis keeps no append-only file (appendonly is no): what was acknowledged is gone when it ends.");
        return new(faults.DrainToImmutable(), warnings.DrainToImmutable());
    }

    private static void CheckMemory(
        IReadOnlyDictionary<string, string> fields, ImmutableArray<string>.Builder faults, ImmutableArray<string>.Builder warnings)
    {
        if (fields.GetValueOrDefault("maxmemory_policy") is not { } policy || policy == "noeviction")
            return;
        var isBounded = long.TryParse(fields.GetValueOrDefault("maxmemory"), CultureInfo.InvariantCulture, out var bytes) && bytes > 0;
        if (isBounded)
            faults.Add($"Redis drops records when its memory is full (maxmemory-policy is {policy}); state must be kept with noeviction.");
        else
            warnings.Add($"Redis would drop records if it were given a maxmemory (maxmemory-policy is {policy}); noeviction is the one that keeps state.");
    }
}
