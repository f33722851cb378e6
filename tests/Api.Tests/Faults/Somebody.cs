using System.Net;
using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.Faults;

/// <summary>Somebody with a session. What they ask but by <see cref="SendAsync"/> is asked until the store answers.</summary>
internal sealed record Somebody(FaultCluster Cluster, TestUser User, string RefreshToken)
{
    public string RefreshBody => $$"""{"refresh_token":"{{RefreshToken}}"}""";

    /// <summary>Once, whatever comes of it.</summary>
    public Task<Answer> SendAsync(HttpMethod method, string path, string? json = null, string? key = null) => User.SendAsync(method, path, json, key: key);

    public Task<Answer> AskAsync(HttpMethod method, string path, string? json = null) => FaultCluster.AnsweredAsync(() => SendAsync(method, path, json));

    public Task<Answer> GetAsync(string path) => AskAsync(HttpMethod.Get, path);

    public async Task<string> LinesAsync() => (await GetAsync("/cart")).Lines();

    /// <summary>All that one sees of one's own state.</summary>
    public async Task<string> LookAsync()
    {
        var answers = await Task.WhenAll(GetAsync("/cart"), GetAsync("/clicks"), GetAsync("/profile"), GetAsync("/me/sessions"));
        return string.Join('\n', answers.Select(answer => $"{answer.Status} {answer.Text}"));
    }

    public async Task<Somebody> PutAsync(string item, int quantity)
    {
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(HttpMethod.Put, $"/cart/items/{item}", $$"""{"quantity":{{quantity}}}""")).Status);
        return this;
    }

    public async Task<Somebody> NewGuestAsync() => Of(await AskAsync(HttpMethod.Post, "/login/guest"));

    public async Task<Account> RegisterAsync()
    {
        var account = new Account($"ada.{Guid.NewGuid():N}", "correct horse", "");
        var answer = await AskAsync(HttpMethod.Post, "/register", account.Credentials);
        return account with { UserId = (string)answer.Json["user_id"]! };
    }

    public async Task<Somebody> LogInAsync(Account account) => Of(await AskAsync(HttpMethod.Post, "/login", account.Credentials), account.UserId);

    public async Task<HttpStatusCode> TryLogInAsync(Account account) => (await AskAsync(HttpMethod.Post, "/login", account.Credentials)).Status;

    public async Task<HttpStatusCode> StatusOfAsync(string path) => (await GetAsync(path)).Status;

    /// <summary>Whose the pair of an answer is.</summary>
    public Somebody Of(Answer pair, string userId = "")
    {
        Assert.True(pair.Status == HttpStatusCode.OK, pair.Text);
        return new Somebody(Cluster, new TestUser(Cluster.BaseAddress, userId, (string)pair.Json["access_token"]!), (string)pair.Json["refresh_token"]!);
    }
}
