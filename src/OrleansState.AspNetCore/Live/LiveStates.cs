using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace OrleansState.AspNetCore;

/// <summary>
/// Shows durable states as streams of server-sent events: the state first, then each change once it is durable. Added by
/// <see cref="LiveHosting.AddLiveStates(Orleans.Hosting.IClientBuilder)"/>.
/// </summary>
/// <remarks>
/// Best effort in time and exact in the end: a change is shown within some 100 ms; where a message was lost or a silo has died, as
/// soon as that is noticed, and within 20 s at the latest. A state that is not durable is never shown.
/// </remarks>
public sealed class LiveStates
{
    private readonly LiveConnections _connections;
    private readonly LiveFeed _feed;

    internal LiveStates(LiveConnections connections, LiveFeed feed) => (_connections, _feed) = (connections, feed);

    /// <summary>
    /// Answers with the stream of a state; see <see cref="LiveConnections.Show"/> for its form. The id of an event is the ETag of the
    /// state. It ends when the user is erased whose state it is, and when the caller may not go on.
    /// </summary>
    /// <param name="http">The call.</param>
    /// <param name="caller">Who calls.</param>
    /// <param name="source">What is shown.</param>
    /// <param name="describe">Makes the data of an event, which the host's JSON options write.</param>
    /// <typeparam name="TValue">What is read of the state.</typeparam>
    /// <typeparam name="TBody">The data.</typeparam>
    /// <returns>The stream, or <see cref="StateProblemCodes.TooManyStreams"/> or <see cref="StateProblemCodes.StreamsExhausted"/>.</returns>
    /// <exception cref="StoreUnavailableException">The store did not answer.</exception>
    /// <exception cref="UserErasedException">The user was erased.</exception>
    /// <exception cref="OrleansException">The cluster did not answer, or its silos have no live states.</exception>
    public async Task<Results<ServerSentEventsResult<TBody?>, ProblemHttpResult>> ShowAsync<TValue, TBody>(
        HttpContext http, LiveCaller caller, LiveSource<TValue> source, Func<TValue, TBody> describe)
        where TBody : class
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(describe);
        if (!_connections.TryOpen(http, caller, out var connection, out var refused))
            return refused;
        await _feed.ListenAsync();
        var state = _feed.Join(source);
        http.Response.RegisterForDispose(new Leaving(_feed, state));
        await state.OpenAsync();
        return connection.Show(state.Value, describe);
    }

    private sealed class Leaving(LiveFeed feed, WatchedState state) : IDisposable
    {
        private WatchedState? _state = state;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _state, null) is { } left)
                feed.Leave(left);
        }
    }
}
