using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using OrleansState.LocalCluster.Tests.Smoke;

namespace OrleansState.LocalCluster.Tests.Membership;

/// <summary>A user whose every call is sent once and waits for its answer, whatever that is.</summary>
internal sealed class PatientUser : IDisposable
{
    private readonly HttpClient _http;

    private PatientUser(Uri api, string accessToken)
    {
        _http = new HttpClient { BaseAddress = api, Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
    }

    public static async Task<PatientUser> RegisterAsync(Uri api)
    {
        using var http = new SmokeClient(api);
        var account = await SmokeAccount.RegisterAsync(http);
        var user = new PatientUser(api, await account.LogInAsync(http));
        Assert.Equal(HttpStatusCode.OK, (await user.AddAsync()).Status);
        return user;
    }

    public async Task<(HttpStatusCode Status, string Body)> AddAsync()
    {
        using var answer = await _http.PostAsJsonAsync("/cart/add", new { item = "apple" }, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public void Dispose() => _http.Dispose();
}
