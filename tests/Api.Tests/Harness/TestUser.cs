using System.Text;
using OrleansState.Api.Tests.OpenApi;
using OrleansState.TestServers;

namespace OrleansState.Api.Tests.Harness;

/// <summary>
/// A user of their own for one test, and an HTTP client with their token, if any. Every answer is held against the
/// OpenAPI document, so that no test can meet one that it does not list.
/// </summary>
public sealed class TestUser : IDisposable
{
    private readonly HttpClient _http;

    internal TestUser(Uri baseAddress, string userId, string? token)
    {
        UserId = userId;
        Token = token ?? "";
        _http = new HttpClient { BaseAddress = baseAddress, Timeout = Eventually.Patience };
        if (token is not null)
            _http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer " + token);
    }

    public string UserId { get; }

    public string Token { get; }

    public Uri BaseAddress => _http.BaseAddress!;

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> PostAsync(string path, string? json = null, string? ifMatch = null) => SendAsync(HttpMethod.Post, path, json, ifMatch);

    public Task<Answer> PutAsync(string path, string json, string? ifMatch = null) => SendAsync(HttpMethod.Put, path, json, ifMatch);

    public Task<Answer> DeleteAsync(string path, string? ifMatch = null) => SendAsync(HttpMethod.Delete, path, json: null, ifMatch);

    public Task<Answer> SendAsync(HttpMethod method, string path, string? json = null, string? ifMatch = null, string? key = null, string? ifNoneMatch = null)
    {
        var content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        return SendContentAsync(method, path, content, ifMatch, key, ifNoneMatch);
    }

    public async Task<Answer> SendContentAsync(HttpMethod method, string path, HttpContent? content, string? ifMatch = null, string? key = null, string? ifNoneMatch = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (ifNoneMatch is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = await Answer.ReadAsync(response);
        await Contract.CheckAsync(BaseAddress, request, answer);
        return answer;
    }

    public void Dispose() => _http.Dispose();
}
