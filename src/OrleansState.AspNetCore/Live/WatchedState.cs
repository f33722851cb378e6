namespace OrleansState.AspNetCore;

/// <summary>A state that this process watches, for as many streams as show it.</summary>
internal abstract class WatchedState(LiveFeed feed, IAddressable grain, string kind)
{
    /// <summary>A watch lasts as long as three renewals.</summary>
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>How long a silo that may be gone is waited for before it is asked again, where there is a version to show.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly ILiveStateExtension _extension = grain.AsReference<ILiveStateExtension>();
    private long _dueAt = long.MaxValue;
    private TimeSpan _pause;
    private bool _isRenewing;
    private Task? _reading;
    private bool _isOutdated;

    public GrainId Grain { get; } = grain.GetGrainId();

    public string Kind => kind;

    /// <summary>Streams that show it; guarded by <see cref="LiveFeed"/>.</summary>
    public int Streams { get; set; }

    /// <summary>Which silo's process tells of its changes.</summary>
    public string? Teller { get; private set; }

    protected abstract string? NewestId { get; }

    /// <summary>
    /// Returns when there is a version to show that was the newest when it was asked for: for whoever opens a stream, also where
    /// others have one, since what they were shown may be older than what the caller has just been answered.
    /// </summary>
    public Task OpenAsync() => WatchAsync();

    /// <summary>The silo that tells of it may have said something that did not come here.</summary>
    public void RenewSoon()
    {
        lock (_gate)
            _dueAt = Math.Min(_dueAt, feed.Clock.GetTimestamp());
    }

    /// <summary>Whether it is to be renewed now; so it is until <see cref="RenewAsync"/> has ended.</summary>
    public bool TryBeginRenewal()
    {
        lock (_gate)
        {
            if (_isRenewing || feed.Clock.GetTimestamp() < _dueAt)
                return false;
            _dueAt = long.MaxValue;
            return _isRenewing = true;
        }
    }

    public async Task RenewAsync()
    {
        try
        {
            await WatchAsync().WaitAsync(Patience, feed.Clock);
        }
        catch (UserErasedException)
        {
            Complete();
        }
        catch (Exception)
        {
            // Whatever it was, a silo that has just died among it: watchers keep what they have until it is known better.
            lock (_gate)
            {
                _pause = _pause == default ? FirstPause : _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
                SetDue(_pause);
            }
        }
        finally
        {
            lock (_gate)
                _isRenewing = false;
        }
    }

    /// <param name="etag">What it has changed to; null where it has to be watched anew.</param>
    public void Change(string? etag)
    {
        if (etag is null)
            RenewSoon();
        else if (etag != NewestId)
            _ = ReadOrRenewAsync();
    }

    protected abstract Task ReadOnceAsync();

    protected abstract void Complete();

    private async Task WatchAsync()
    {
        var watch = await _extension.WatchAsync(kind, feed.Id, Duration);
        Teller = watch.Teller;
        feed.Know(watch);
        if (watch.ETag != NewestId)
            await ReadAsync();
        lock (_gate)
        {
            _pause = default;
            // Not all at one moment, though they may have begun at one.
            SetDue(Period * (0.75 + Random.Shared.NextDouble() / 4));
        }
    }

    private async Task ReadOrRenewAsync()
    {
        try
        {
            await ReadAsync();
        }
        catch (UserErasedException)
        {
            Complete();
        }
        catch (Exception)
        {
            // The renewal reads again, and again where that fails.
            RenewSoon();
        }
    }

    /// <summary>One read at a time; what changes during one is read by the next, together with all else that has.</summary>
    private Task ReadAsync()
    {
        lock (_gate)
        {
            if (_reading is not null)
            {
                _isOutdated = true;
                return _reading;
            }

            return _reading = Task.Run(ReadWhileOutdatedAsync);
        }
    }

    private async Task ReadWhileOutdatedAsync()
    {
        try
        {
            do
                await ReadOnceAsync().WaitAsync(NewestId is null ? FirstPatience : Patience, feed.Clock);
            while (IsOutdated());
        }
        catch
        {
            lock (_gate)
                (_reading, _isOutdated) = (null, false);
            throw;
        }
    }

    private bool IsOutdated()
    {
        lock (_gate)
        {
            if (_isOutdated)
                _isOutdated = false;
            else
                _reading = null;
            return _reading is not null;
        }
    }

    /// <summary>Unless it is due sooner.</summary>
    private void SetDue(TimeSpan wait) =>
        _dueAt = Math.Min(_dueAt, feed.Clock.GetTimestamp() + (long)(wait.TotalSeconds * feed.Clock.TimestampFrequency));
}

/// <inheritdoc/>
/// <typeparam name="TValue">What is read of it.</typeparam>
internal sealed class WatchedState<TValue>(LiveFeed feed, LiveSource<TValue> source) : WatchedState(feed, source.Grain, source.Kind)
{
    /// <summary>What streams show.</summary>
    public LiveValue<TValue> Value { get; } = new();

    protected override string? NewestId => Value.Newest?.Id;

    protected override async Task ReadOnceAsync()
    {
        var reply = await source.ReadAsync();
        if (reply.Refusal is { } refusal)
            throw new InvalidOperationException($"A read of a {Kind} was refused: {refusal.Message}");
        Value.Set(reply.ETag, reply.Value!);
    }

    protected override void Complete() => Value.Complete();
}
