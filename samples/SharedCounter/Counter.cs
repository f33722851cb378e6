using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace OrleansState.SharedCounter;

/// <summary>One user's click counter, over HTTP. Whoever has the user's token adds to it; nobody locks it.</summary>
internal sealed class Counter : IDisposable
{
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(200);

    private readonly HttpClient _http;

    public Counter(Uri api, string token)
    {
        (Api, Token) = (api, token);
        _http = new HttpClient { BaseAddress = api };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public Uri Api { get; }

    public string Token { get; }

    /// <summary>The counter of a user of its own.</summary>
    public static async Task<Counter> CreateAsync(Uri api, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = api };
        var credentials = new { username = $"counter-{Guid.NewGuid():N}", password = Guid.NewGuid().ToString() };
        using var registered = await http.PostAsJsonAsync("/register", credentials, cancellationToken);
        registered.EnsureSuccessStatusCode();
        using var session = await http.PostAsJsonAsync("/login", credentials, cancellationToken);
        session.EnsureSuccessStatusCode();
        return new Counter(api, (string)(await ReadAsync(session, cancellationToken))["access_token"]!);
    }

    /// <summary>Adds 1 this many times, one after the other.</summary>
    public async Task AddAsync(int increments, CancellationToken cancellationToken)
    {
        for (var i = 0; i < increments; i++)
            await AddOneAsync(cancellationToken);
    }

    public async Task<long> ReadAsync(CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(new Uri("/clicks", UriKind.Relative), cancellationToken);
        answer.EnsureSuccessStatusCode();
        return (long)(await ReadAsync(answer, cancellationToken))["total"]!;
    }

    public void Dispose() => _http.Dispose();

    /// <summary>
    /// Sends one increment until it is acknowledged. The key makes a second attempt harmless when the first one did
    /// take effect and only its answer was lost.
    /// </summary>
    private async Task AddOneAsync(CancellationToken cancellationToken)
    {
        var key = $"\"{Guid.NewGuid():N}\"";
        while (!await TryAddAsync(key, cancellationToken))
            await Task.Delay(BetweenAttempts, TimeProvider.System, cancellationToken);
    }

    private async Task<bool> TryAddAsync(string key, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/clicks");
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await _http.SendAsync(request, cancellationToken);
        if (answer.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests)
            return false;
        answer.EnsureSuccessStatusCode();
        return true;
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken) =>
        (await answer.Content.ReadFromJsonAsync<JsonNode>(cancellationToken))!;
}
