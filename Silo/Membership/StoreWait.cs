using StackExchange.Redis;

namespace OrleansState.Silo.Membership;

/// <summary>
/// A silo that starts before Redis, or beside one that is too busy to answer, waits for it as Apis and bridges do: it is
/// started before the silo, whose own first call to Redis would end the process.
/// </summary>
internal sealed partial class StoreWait(IConnectionMultiplexer redis, TimeProvider clock, ILogger<StoreWait> logger) : IHostedService
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        for (var waits = false; !await AnswersAsync(); waits = true)
        {
            if (!waits)
                LogWaits();
            await Task.Delay(BetweenTries, clock, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await redis.GetDatabase().PingAsync();
            return true;
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis does not answer; the silo starts when it does.")]
    private partial void LogWaits();
}
