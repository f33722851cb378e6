using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OrleansState.TestServers;

namespace OrleansState.LocalCluster.Tests.Smoke;

/// <summary>
/// A user over HTTP who remembers what was acknowledged. A call without an answer is sent again under its idempotency
/// key until there is one, as a careful client would.
/// </summary>
internal sealed class SmokeUser : IDisposable
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly HttpClient _http;
    private readonly ConcurrentDictionary<string, int> _pieces = new();
    private int _clicks;

    private SmokeUser(Uri api) => _http = new HttpClient { BaseAddress = api, Timeout = CallTimeout };

    public string UserId { get; private set; } = "";

    /// <summary>Acknowledged clicks; every step of the load ends with one.</summary>
    public int Clicks => Volatile.Read(ref _clicks);

    public static async Task<SmokeUser> RegisterAsync(Uri api)
    {
        var user = new SmokeUser(api);
        var (name, password) = ("", "correct horse");
        // A registration without an answer may have taken its name: the next try takes another.
        user.UserId = (string)(await user.PostUntilAnsweredAsync("/register", () => new { username = name = $"smoke-{Guid.NewGuid():N}", password }))["user_id"]!;
        var token = (string)(await user.PostUntilAnsweredAsync("/login", () => new { username = name, password }))["access_token"]!;
        user._http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return user;
    }

    public async Task AddAsync(string item)
    {
        await PostUntilAcknowledgedAsync("/cart/add", new { item });
        _pieces.AddOrUpdate(item, 1, (_, pieces) => pieces + 1);
    }

    public async Task ClickAsync()
    {
        await PostUntilAcknowledgedAsync("/clicks", new { action = "click" });
        Interlocked.Increment(ref _clicks);
    }

    /// <summary>Asserts that what was acknowledged is there, once, and nothing else.</summary>
    public async Task FindsItsOwnAsync()
    {
        var cart = (await GetAsync("/cart"))["cart"]!.AsArray();
        Assert.Equal(
            _pieces.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key} {p.Value}"),
            cart.Select(line => $"{line!["item"]} {line["quantity"]}").Order(StringComparer.Ordinal));
        Assert.Equal(Clicks, await ClicksAsync());
    }

    public async Task<int> ClicksAsync() => (int)(await GetAsync("/clicks"))["total"]!;

    public void Dispose() => _http.Dispose();

    private async Task<JsonNode> PostUntilAnsweredAsync(string path, Func<object> body)
    {
        JsonNode? answer = null;
        await Eventually.UntilAsync($"an answer to POST {path}", async () => (answer = await TryAsync(HttpMethod.Post, path, body(), null)) is not null, Patience);
        return answer!;
    }

    private async Task<JsonNode> GetAsync(string path)
    {
        JsonNode? found = null;
        await Eventually.UntilAsync($"an answer to GET {path}", async () => (found = await TryAsync(HttpMethod.Get, path, null, null)) is not null, Patience);
        return found!;
    }

    private Task PostUntilAcknowledgedAsync(string path, object body)
    {
        var key = Guid.NewGuid().ToString("N");
        return Eventually.UntilAsync($"an answer to POST {path}", async () => await TryAsync(HttpMethod.Post, path, body, key) is not null, Patience);
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
            return answer.StatusCode is HttpStatusCode.ServiceUnavailable ? null : await ReadAsync(answer);
        }
        catch (Exception fault) when (fault is HttpRequestException || (fault is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.RequestMessage?.RequestUri?.AbsolutePath}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }
}
