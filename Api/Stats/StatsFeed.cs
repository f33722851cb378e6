using System.Security.Cryptography;
using System.Text.Json;
using OrleansState.Api.Json;
using OrleansState.AspNetCore;

namespace OrleansState.Api.Stats;

/// <summary>
/// The numbers over all users as they change, for all streams of this process at once: while anybody watches, the indexes are read each
/// second. Nobody tells when a number changes, since each write of any user does.
/// </summary>
internal sealed class StatsFeed(IStateIndexes indexes, TimeProvider clock)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private int _watchers;
    private bool _isReading;

    public LiveValue<AllStatsAnswer> Value { get; } = new();

    /// <summary>Watches until what is returned is disposed. The first event is of now.</summary>
    /// <exception cref="StoreUnavailableException">The store did not answer.</exception>
    public async Task<IDisposable> JoinAsync()
    {
        await ReadAsync();
        lock (_gate)
        {
            _watchers++;
            if (!_isReading)
            {
                _isReading = true;
                _ = ReadWhileWatchedAsync();
            }
        }

        return new Watcher(this);
    }

    private async Task ReadWhileWatchedAsync()
    {
        while (true)
        {
            await Task.Delay(Period, clock);
            lock (_gate)
            {
                if (_watchers == 0)
                {
                    _isReading = false;
                    return;
                }
            }

            try
            {
                await ReadAsync();
            }
            catch (StoreUnavailableException)
            {
                // Streams stay open, and go on when the store does.
            }
        }
    }

    private async Task ReadAsync()
    {
        var clicks = StatsEndpoints.ReadClicksAsync(indexes);
        var carts = StatsEndpoints.ReadCartsAsync(indexes);
        var stats = new AllStatsAnswer(await clicks, await carts);
        // The same numbers are the same version, in whichever process.
        Value.Set(Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(stats, ApiJson.Default.AllStatsAnswer)).AsSpan(0, 16)), stats);
    }

    private void Leave()
    {
        lock (_gate)
            _watchers--;
    }

    private sealed class Watcher(StatsFeed feed) : IDisposable
    {
        private StatsFeed? _feed = feed;

        public void Dispose() => Interlocked.Exchange(ref _feed, null)?.Leave();
    }
}
