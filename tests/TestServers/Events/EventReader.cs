using System.Net;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json.Nodes;

namespace OrleansState.TestServers.Events;

/// <summary>Server-sent events as a client reads them, one after another.</summary>
public sealed class EventReader : IAsyncDisposable
{
    /// <summary>What comes where nothing else does.</summary>
    public const string Heartbeat = "heartbeat";

    private readonly HttpClient _http;
    private readonly HttpResponseMessage _response;
    private IAsyncEnumerator<SseItem<string>>? _items;
    private bool _isMoving;

    private EventReader(HttpClient http, HttpResponseMessage response) => (_http, _response) = (http, response);

    public HttpStatusCode Status => _response.StatusCode;

    public string? MediaType => _response.Content.Headers.ContentType?.MediaType;

    /// <summary>The body of an answer that is no stream.</summary>
    public Task<string> TextAsync() => _response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    /// <summary>Returns when the headers of the answer are there.</summary>
    public static async Task<EventReader> OpenAsync(Uri server, string path, string? token, string? lastEventId = null)
    {
        var http = new HttpClient { BaseAddress = server, Timeout = Eventually.Patience };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null)
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        if (lastEventId is not null)
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        return new EventReader(http, await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken));
    }

    /// <summary>The next event, whatever it is; fails where the stream ends.</summary>
    public async Task<SseItem<string>> NextItemAsync()
    {
        Assert.True(await MoveAsync("the next event"), "The stream has ended.");
        return _items!.Current;
    }

    /// <summary>The next version, with heartbeats passed over.</summary>
    public async Task<LiveEvent> NextAsync()
    {
        while (true)
        {
            var item = await NextItemAsync();
            if (item.EventType != Heartbeat)
                return new LiveEvent(item.EventId!, JsonNode.Parse(item.Data)!);
        }
    }

    /// <summary>The next version that is as it should be; those between are passed over.</summary>
    public async Task<LiveEvent> NextAsync(Func<JsonNode, bool> isMeant)
    {
        ArgumentNullException.ThrowIfNull(isMeant);
        while (true)
        {
            var next = await NextAsync();
            if (isMeant(next.Data))
                return next;
        }
    }

    /// <summary>Returns when the stream has ended, with its end as HTTP has it.</summary>
    public async Task EndedAsync()
    {
        while (await MoveAsync("the end of the stream"))
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        _response.Dispose();
        _http.Dispose();
        // One that was given up while it was waited for has ended with its response.
        if (_items is not null && !_isMoving)
            await _items.DisposeAsync();
    }

    private async Task<bool> MoveAsync(string what)
    {
        _items ??= SseParser.Create(await _response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), static (_, data) => Encoding.UTF8.GetString(data))
            .EnumerateAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        try
        {
            _isMoving = true;
            var moved = await _items.MoveNextAsync().AsTask().WaitAsync(Eventually.Patience, TimeProvider.System);
            _isMoving = false;
            return moved;
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Did not come: {what}.");
        }
    }
}
