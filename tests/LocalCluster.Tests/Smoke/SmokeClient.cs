using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OrleansState.TestServers;

namespace OrleansState.LocalCluster.Tests.Smoke;

/// <summary>Calls over HTTP that are sent again until there is an answer, as a careful client would.</summary>
/// <param name="api">Where to.</param>
/// <param name="callTimeout">How long one call may take; 10 s by default.</param>
internal sealed class SmokeClient(Uri api, TimeSpan? callTimeout = null) : IDisposable
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = new() { BaseAddress = api, Timeout = callTimeout ?? CallTimeout };
    private readonly ConcurrentQueue<string> _failures = new();

    /// <summary>Calls that had to be sent again.</summary>
    public int Unanswered => _failures.Count;

    /// <summary>What came in place of an answer.</summary>
    public IEnumerable<string> Failures => _failures;

    /// <summary>Whose calls they are from now on.</summary>
    public void Use(string accessToken) => _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);

    public Task<JsonNode> GetAsync(string path) => SendAsync(HttpMethod.Get, path, () => null, key: null);

    /// <param name="path">Where to.</param>
    /// <param name="body">Makes the body of each try.</param>
    public Task<JsonNode> PostAsync(string path, Func<object?> body) => SendAsync(HttpMethod.Post, path, body, key: null);

    /// <summary>A change, which takes effect once however often it is sent.</summary>
    public Task<JsonNode> ChangeAsync(HttpMethod method, string path, object? body = null) => SendAsync(method, path, () => body, Guid.NewGuid().ToString("N"));

    public void Dispose() => _http.Dispose();

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, Func<object?> body, string? key)
    {
        JsonNode? answer = null;
        await Eventually.UntilAsync($"an answer to {method} {path}", async () => (answer = await TryAsync(method, path, body(), key)) is not null);
        return answer!;
    }

    /// <summary>Null where there was no answer or it was 503; anything else but success fails the test.</summary>
    private async Task<JsonNode?> TryAsync(HttpMethod method, string path, object? body, string? key)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", $"\"{key}\"");
        var cancellation = TestContext.Current.CancellationToken;
        try
        {
            using var answer = await _http.SendAsync(request, cancellation);
            if (answer.StatusCode is not HttpStatusCode.ServiceUnavailable)
                return await ReadAsync(answer);
            _failures.Enqueue($"{method} {path}: {await answer.Content.ReadAsStringAsync(cancellation)}");
        }
        catch (Exception fault) when (fault is HttpRequestException || (fault is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            // As good as a 503: it may have had its effect or not.
            _failures.Enqueue($"{method} {path}: {fault.Message}");
        }

        return null;
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.RequestMessage?.RequestUri?.AbsolutePath}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }
}
