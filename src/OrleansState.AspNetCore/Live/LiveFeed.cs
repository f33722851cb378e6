using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Orleans.Streams;

namespace OrleansState.AspNetCore;

/// <summary>
/// What silos tell this process, on one stream for all that it watches. Messages may be lost and silos may die: every watch is
/// renewed now and then, and at once those of a silo that is not heard of or one of whose messages is missing. The answer to a
/// renewal has the present version.
/// </summary>
internal sealed class LiveFeed(IClusterClient cluster, LiveMetrics metrics, TimeProvider clock) : IHostedService, IDisposable
{
    /// <summary>Renewals under way at one moment: ten thousand states have theirs within a second, and silos do something else too.</summary>
    private const int Renewing = 64;

    private static readonly TimeSpan LookPeriod = TimeSpan.FromMilliseconds(250);

    /// <summary>A silo that lives is heard of every half second, and its queue is asked ten times a second.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(1500);

    /// <summary>Where streams stay silent renewals take their place, at first this often and then as often as they come anyway.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan FarewellPatience = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<(GrainId Grain, string Kind), List<WatchedState>> _watched = [];
    private readonly Dictionary<string, Teller> _tellers = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _renewals = new(Renewing);
    private Task<StreamSubscriptionHandle<LiveChanges>>? _subscription;
    private bool _isLooking;

    /// <summary>Names this process, and its stream.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    public TimeProvider Clock => clock;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_subscription is not { IsCompletedSuccessfully: true } subscription)
            return;
        try
        {
            await subscription.Result.UnsubscribeAsync().WaitAsync(FarewellPatience, TimeProvider.System, cancellationToken);
        }
        catch (Exception)
        {
            // Of a process that is gone the silos find that out when they have something to tell.
        }
    }

    public void Dispose() => _renewals.Dispose();

    /// <summary>Watches a state for one stream more. <see cref="Leave"/> ends that.</summary>
    public WatchedState<TValue> Join<TValue>(LiveSource<TValue> source)
    {
        lock (_gate)
        {
            ref var states = ref CollectionsMarshal.GetValueRefOrAddDefault(_watched, (source.Grain.GetGrainId(), source.Kind), out _);
            states ??= new List<WatchedState>(1);
            var state = states.OfType<WatchedState<TValue>>().FirstOrDefault();
            if (state is null)
            {
                states.Add(state = new WatchedState<TValue>(this, source));
                metrics.Watched();
            }

            state.Streams++;
            if (!_isLooking)
            {
                _isLooking = true;
                _ = Task.Run(LookAsync);
            }

            return state;
        }
    }

    public void Leave(WatchedState state)
    {
        lock (_gate)
        {
            if (--state.Streams > 0 || !_watched.TryGetValue((state.Grain, state.Kind), out var states))
                return;
            states.Remove(state);
            if (states.Count == 0)
                _watched.Remove((state.Grain, state.Kind));
        }

        metrics.Unwatched();
    }

    /// <summary>Returns when the silos can tell this process something.</summary>
    public Task ListenAsync()
    {
        lock (_gate)
        {
            return _subscription is null or { IsCompletedSuccessfully: false, IsCompleted: true }
                ? _subscription = cluster.GetStreamProvider(LiveStreams.Provider).GetStream<LiveChanges>(StreamId.Create(LiveStreams.Namespace, Id))
                    .SubscribeAsync((message, _) => Hear(message))
                : _subscription;
        }
    }

    /// <summary>A watch was answered.</summary>
    public void Know(LiveWatch watch)
    {
        lock (_gate)
            _tellers.TryAdd(watch.Teller, new Teller { Number = watch.Number, HeardAt = clock.GetTimestamp() });
    }

    private Task Hear(LiveChanges message)
    {
        List<(WatchedState State, string? ETag)> changed = [];
        lock (_gate)
        {
            if (!_tellers.TryGetValue(message.Teller, out var teller))
                _tellers.Add(message.Teller, teller = new Teller { Number = message.Number });
            if (message.Number > teller.Number + (message.Changes.IsEmpty ? 0 : 1))
                RenewAll(message.Teller);
            (teller.Number, teller.HeardAt, teller.Silences) = (Math.Max(teller.Number, message.Number), clock.GetTimestamp(), 0);
            foreach (var change in message.Changes)
            {
                if (_watched.TryGetValue((change.Grain, change.Kind), out var states))
                    changed.AddRange(states.Select(state => (state, change.ETag)));
            }
        }

        foreach (var (state, etag) in changed)
            state.Change(etag);
        return Task.CompletedTask;
    }

    private void RenewAll(string teller)
    {
        metrics.Silence();
        foreach (var state in _watched.Values.SelectMany(static states => states).Where(state => state.Teller == teller))
            state.RenewSoon();
    }

    private async Task LookAsync()
    {
        using var timer = new PeriodicTimer(LookPeriod, clock);
        List<WatchedState> due = [];
        for (var lookedAt = clock.GetTimestamp(); await timer.WaitForNextTickAsync(CancellationToken.None); lookedAt = clock.GetTimestamp())
        {
            due.Clear();
            lock (_gate)
            {
                if (_watched.Count == 0)
                {
                    _isLooking = false;
                    return;
                }

                LookForSilences(wasAsleep: clock.GetElapsedTime(lookedAt) > 2 * LookPeriod);
                due.AddRange(_watched.Values.SelectMany(static states => states).Where(static state => state.TryBeginRenewal()));
            }

            foreach (var state in due)
                _ = RenewAsync(state);
        }
    }

    /// <param name="wasAsleep">This process did not come to run, and can't say who was silent.</param>
    private void LookForSilences(bool wasAsleep)
    {
        foreach (var (id, teller) in _tellers)
        {
            if (wasAsleep)
                teller.HeardAt = clock.GetTimestamp();
            var bearable = Silence * Math.Pow(2, Math.Min(teller.Silences, 4));
            if (clock.GetElapsedTime(teller.HeardAt) <= (bearable < LongestSilence ? bearable : LongestSilence))
                continue;
            // The first few find a state where it is by now; where all is well but the stream they take its place.
            (teller.HeardAt, teller.Silences) = (clock.GetTimestamp(), teller.Silences + 1);
            if (_watched.Values.Any(states => states.Any(state => state.Teller == id)))
                RenewAll(id);
            else
                _tellers.Remove(id);
        }
    }

    private async Task RenewAsync(WatchedState state)
    {
        await _renewals.WaitAsync();
        try
        {
            await state.RenewAsync();
        }
        finally
        {
            _renewals.Release();
        }
    }

    /// <summary>A silo's process that tells of states.</summary>
    private sealed class Teller
    {
        /// <summary>Of its latest message.</summary>
        public long Number { get; set; }

        public long HeardAt { get; set; }

        /// <summary>How often it was missed since it was heard of.</summary>
        public int Silences { get; set; }
    }
}
