using OrleansState.Hosting.Settings;
using OrleansState.Redis;
using StackExchange.Redis;

namespace OrleansState.Silo.Membership;

/// <summary>
/// A silo that starts before Redis, or beside one that is too busy to answer, waits for it as Apis and bridges do: it is
/// started before the silo, whose own first call to Redis would end the process. One that can't keep state ends the start.
/// </summary>
internal sealed partial class StoreWait(IConnectionMultiplexer redis, ILogger<StoreWait> logger) : IHostedService
{
    /// <summary>Of the real clock, whatever clock the rest goes by: a server is waited for in real time.</summary>
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    /// <exception cref="CannotStartException">The guarantees do not hold with this Redis.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        StorePremises? premises;
        for (var waits = false; (premises = await AskAsync(waits)) is null; waits = true)
            await Task.Delay(BetweenTries, TimeProvider.System, cancellationToken);

        if (!premises.Faults.IsEmpty)
            throw new CannotStartException($"Redis:ConnectionString: {string.Join(' ', premises.Faults)}");
        foreach (var warning in premises.Warnings)
            LogPremise(warning);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Null where no primary answers.</summary>
    private async Task<StorePremises?> AskAsync(bool waits)
    {
        try
        {
            return await StorePremises.AskAsync(redis);
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException)
        {
            if (!waits)
                LogWaits(fault.Message);
            return null;
        }
    }

    [LoggerMessage(EventId = 4004, Level = LogLevel.Warning, Message = "{Premise}")]
    private partial void LogPremise(string premise);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No Redis primary answers; the silo starts when one does: {Reason}")]
    private partial void LogWaits(string reason);
}
