using StackExchange.Redis;

namespace OrleansState.Redis;

/// <summary>
/// Has the client ask its servers again which of them is the primary. By itself it does so once a minute, and where a
/// script hides a server's refusal it does not learn that it should.
/// </summary>
internal sealed class PrimarySearch(IConnectionMultiplexer redis, ServerWords words)
{
    /// <summary>Between one search and the next: servers that are away are asked by each.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private int _searching;

    /// <summary>Begins a search unless one is under way. It never fails: a later fault begins the next.</summary>
    public void Begin()
    {
        if (Interlocked.Exchange(ref _searching, 1) == 0)
            _ = SearchAsync();
    }

    private async Task SearchAsync()
    {
        try
        {
            await redis.ConfigureAsync().ConfigureAwait(false);
            await words.AskAsync().ConfigureAwait(false);
            await Task.Delay(Interval, TimeProvider.System).ConfigureAwait(false);
        }
        catch (Exception fault) when (RedisFaults.IsStoreFault(fault) || fault is ArgumentException)
        {
            // None of the servers could be asked.
            return;
        }
        finally
        {
            Volatile.Write(ref _searching, 0);
        }
    }
}
