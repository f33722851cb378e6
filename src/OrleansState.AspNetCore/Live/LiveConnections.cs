using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace OrleansState.AspNetCore;

/// <summary>
/// The streams of server-sent events that are open in this process, whatever they show: bounded in number, by user and in all,
/// each with heartbeats, none with more than the newest version to send. Added by <see cref="LiveHosting.AddLiveConnections"/>.
/// </summary>
public sealed class LiveConnections
{
    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly HashSet<LiveConnection> _open = [];
    private readonly Dictionary<string, int> _ofUsers = new(StringComparer.Ordinal);
    private readonly CancellationToken _stopping;
    private bool _isLooking;

    internal LiveConnections(IOptions<LiveOptions> options, LiveMetrics metrics, TimeProvider clock, IHostApplicationLifetime lifetime)
    {
        (Options, Metrics, Clock, _stopping) = (options.Value, metrics, clock, lifetime.ApplicationStopping);
        // A server that stops waits for its requests, and these would never end.
        _stopping.Register(EndAll);
    }

    internal LiveOptions Options { get; }

    internal LiveMetrics Metrics { get; }

    internal TimeProvider Clock { get; }

    /// <summary>
    /// Answers with a stream: the newest version first, unless <c>Last-Event-ID</c> names it, then each further one; of those that come
    /// faster than they are read only the newest. While nothing comes an event <c>heartbeat</c> without an id does.
    /// </summary>
    /// <param name="http">The call.</param>
    /// <param name="caller">Who calls.</param>
    /// <param name="value">What is shown.</param>
    /// <param name="describe">Makes the data of an event, which the host's JSON options write.</param>
    /// <typeparam name="TValue">What is shown.</typeparam>
    /// <typeparam name="TBody">The data.</typeparam>
    /// <returns>The stream, or <see cref="StateProblemCodes.TooManyStreams"/> or <see cref="StateProblemCodes.StreamsExhausted"/>.</returns>
    public Results<ServerSentEventsResult<TBody?>, ProblemHttpResult> Show<TValue, TBody>(
        HttpContext http, LiveCaller caller, LiveValue<TValue> value, Func<TValue, TBody> describe)
        where TBody : class
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(describe);
        return TryOpen(http, caller, out var connection, out var refused) ? connection.Show(value, describe) : refused;
    }

    /// <summary>Opens a connection, which is closed when the call ends, or refuses it.</summary>
    internal bool TryOpen(
        HttpContext http, LiveCaller caller, [NotNullWhen(true)] out LiveConnection? connection, [NotNullWhen(false)] out ProblemHttpResult? refused)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(caller);
        (connection, refused) = (new LiveConnection(this, http, caller), null);
        if (TryAdd(connection) is var (code, detail))
        {
            connection = null;
            Metrics.Refused(code);
            http.Response.Headers.RetryAfter = "5";
            refused = StateProblems.Create(code, detail, http);
            return false;
        }

        http.Response.RegisterForDispose(connection);
        Metrics.Opened();
        return true;
    }

    internal void Close(LiveConnection connection)
    {
        lock (_gate)
        {
            if (!_open.Remove(connection))
                return;
            if (--_ofUsers[connection.Caller.UserId] == 0)
                _ofUsers.Remove(connection.Caller.UserId);
        }

        Metrics.Closed();
    }

    private (string Code, string Detail)? TryAdd(LiveConnection connection)
    {
        lock (_gate)
        {
            if (_stopping.IsCancellationRequested || _open.Count >= Options.MaxConnections)
                return (StateProblemCodes.StreamsExhausted, $"This process has as many streams open as it may, {Options.MaxConnections}. Try again, or elsewhere.");
            var ofUser = _ofUsers.GetValueOrDefault(connection.Caller.UserId);
            if (ofUser >= Options.MaxConnectionsPerUser)
                return (StateProblemCodes.TooManyStreams, $"This user has {ofUser} streams open; {Options.MaxConnectionsPerUser} are the most.");
            _ofUsers[connection.Caller.UserId] = ofUser + 1;
            _open.Add(connection);
            if (!_isLooking)
            {
                _isLooking = true;
                _ = Task.Run(LookAsync);
            }

            return null;
        }
    }

    /// <summary>One timer for all of them, as long as there are any.</summary>
    private async Task LookAsync()
    {
        using var timer = new PeriodicTimer(LookPeriod, Clock);
        List<LiveConnection> open = [];
        while (await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            open.Clear();
            lock (_gate)
            {
                open.AddRange(_open);
                if (open.Count == 0)
                {
                    _isLooking = false;
                    return;
                }
            }

            foreach (var connection in open)
                connection.Look();
        }
    }

    private void EndAll()
    {
        lock (_gate)
        {
            foreach (var connection in _open)
                connection.End();
        }
    }
}
