using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;

namespace OrleansState.Live;

/// <summary>
/// Tells processes what changes on this silo, each on a stream of its own, and while they watch something that the silo lives.
/// Where nobody watches nothing runs.
/// </summary>
internal sealed class LiveTeller(IServiceProvider services, EngineMetrics metrics) : IDisposable
{
    private readonly ConcurrentDictionary<string, LiveWatcher> _watchers = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private bool _beats;
    private long _highest;

    /// <summary>Names this process, and no other that comes after it at the same address.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>A process, which is to watch something.</summary>
    public LiveWatcher Of(string watcher, TimeSpan duration)
    {
        lock (_gate)
        {
            var known = _watchers.GetOrAdd(watcher, static (id, teller) => teller.New(id), this);
            known.Extend(duration);
            if (_beats)
                return known;
            _beats = true;
            _ = Task.Run(BeatAsync);
            return known;
        }
    }

    public void Dispose()
    {
        _stopping.Cancel();
        foreach (var watcher in _watchers.Values)
            watcher.Leave();
    }

    private LiveWatcher New(string id) => new(
        id, Id, services.GetRequiredKeyedService<IStreamProvider>(LiveStreams.Provider).GetStream<LiveChanges>(StreamId.Create(LiveStreams.Namespace, id)), metrics, _highest);

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(LiveStreams.SignOfLife, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token) && ForgetThoseWhoLeft())
            {
                foreach (var watcher in _watchers.Values)
                    watcher.GiveSignOfLife();
            }
        }
        catch (OperationCanceledException)
        {
            // The silo is gone, and its states with it.
        }
    }

    /// <returns>Whether anybody is left.</returns>
    private bool ForgetThoseWhoLeft()
    {
        lock (_gate)
        {
            foreach (var watcher in _watchers.Values.Where(watcher => watcher.HasLeft))
            {
                // One that comes again must not take a message for one that it has had.
                _highest = Math.Max(_highest, watcher.Number);
                _watchers.TryRemove(watcher.Id, out _);
            }

            return _beats = !_watchers.IsEmpty;
        }
    }
}
