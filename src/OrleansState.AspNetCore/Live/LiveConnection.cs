using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Primitives;

namespace OrleansState.AspNetCore;

/// <summary>
/// One open stream. It holds no events: what it sends next is the newest version at the moment at which the reader takes
/// something, so that a slow one costs no more than a quick one.
/// </summary>
internal sealed class LiveConnection : IDisposable
{
    private const string Heartbeat = "heartbeat";
    private const int MaxIdLength = 128;

    private readonly Lock _gate = new();
    private readonly LiveConnections _all;
    private readonly HttpContext _http;
    private TaskCompletionSource? _waiting;
    private bool _isWoken;
    private bool _isDisposed;
    private bool _isEnded;

    /// <summary>When what is being written was handed over; 0 while nothing is.</summary>
    private long _handedOverAt;

    private long _silentSince;

    public LiveConnection(LiveConnections all, HttpContext http, LiveCaller caller)
    {
        (_all, _http, Caller, _silentSince) = (all, http, caller, all.Clock.GetTimestamp());
        // Whoever reads too slowly is dropped here, where it is counted.
        if (http.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
        // Proxies that collect an answer before they pass it on are asked not to.
        http.Response.Headers["X-Accel-Buffering"] = "no";
    }

    public LiveCaller Caller { get; }

    /// <summary>The versions of a value as they come: first the newest, unless the client says that it has it.</summary>
    public ServerSentEventsResult<TBody?> Show<TValue, TBody>(LiveValue<TValue> value, Func<TValue, TBody> describe)
        where TBody : class =>
        TypedResults.ServerSentEvents(EventsAsync(value, describe, LastEventId(_http.Request.Headers["Last-Event-ID"]), CancellationToken.None));

    /// <summary>Something has changed that concerns the stream.</summary>
    public void Wake()
    {
        TaskCompletionSource? waiting;
        lock (_gate)
        {
            (waiting, _waiting) = (_waiting, null);
            _isWoken = waiting is null;
        }

        waiting?.TrySetResult();
    }

    /// <summary>The stream sends nothing more.</summary>
    public void End()
    {
        Volatile.Write(ref _isEnded, true);
        Wake();
    }

    /// <summary>Each second: ends what may not go on, drops what is not read, and has a heartbeat sent that is due.</summary>
    public void Look()
    {
        if (Caller.IsAllowed?.Invoke() == false)
            End();
        if (Interlocked.Read(ref _handedOverAt) is not 0 and var since)
        {
            if (_all.Clock.GetElapsedTime(since) > _all.Options.WriteTimeout)
                Drop();
        }
        else if (IsHeartbeatDue())
        {
            Wake();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
        }

        _all.Close(this);
    }

    private static string? LastEventId(StringValues header) => header is [{ Length: <= MaxIdLength } id] ? id : null;

    private async IAsyncEnumerable<SseItem<TBody?>> EventsAsync<TValue, TBody>(
        LiveValue<TValue> value, Func<TValue, TBody> describe, string? known, [EnumeratorCancellation] CancellationToken cancelled)
        where TBody : class
    {
        using var aborted = cancelled.UnsafeRegister(static connection => ((LiveConnection)connection!).Wake(), this);
        value.Add(this);
        try
        {
            var isFirst = true;
            while (GoesOn() && !value.IsCompleted && !cancelled.IsCancellationRequested)
            {
                // The first event brings the headers along: without one the client would not know that the stream is open.
                if (value.Newest is { } newest && newest.Id != known)
                {
                    known = newest.Id;
                    HandOver();
                    yield return new SseItem<TBody?>(describe(newest.Value)) { EventId = newest.Id };
                    _all.Metrics.Sent();
                }
                else if (isFirst || IsHeartbeatDue())
                {
                    HandOver();
                    yield return new SseItem<TBody?>(null, Heartbeat);
                }

                TakeBack();
                isFirst = false;
                await WaitAsync();
            }
        }
        finally
        {
            value.Remove(this);
        }
    }

    private bool GoesOn()
    {
        if (Volatile.Read(ref _isEnded))
            return false;
        if (Caller.IsAllowed?.Invoke() != false)
            return true;
        End();
        return false;
    }

    private bool IsHeartbeatDue() => _all.Clock.GetElapsedTime(Interlocked.Read(ref _silentSince)) >= _all.Options.HeartbeatInterval;

    private void HandOver() => Interlocked.Exchange(ref _handedOverAt, _all.Clock.GetTimestamp());

    /// <summary>What was handed over has been written.</summary>
    private void TakeBack()
    {
        if (Interlocked.Exchange(ref _handedOverAt, 0) != 0)
            Interlocked.Exchange(ref _silentSince, _all.Clock.GetTimestamp());
    }

    private Task WaitAsync()
    {
        lock (_gate)
        {
            if (!_isWoken)
                return (_waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            _isWoken = false;
            return Task.CompletedTask;
        }
    }

    private void Drop()
    {
        lock (_gate)
        {
            // The context of a request that has ended may be another's by now.
            if (_isDisposed || _isEnded)
                return;
            _isEnded = true;
            _all.Metrics.Dropped();
            _http.Abort();
        }
    }
}
