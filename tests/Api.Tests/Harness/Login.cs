namespace OrleansState.Api.Tests.Harness;

/// <summary>A token pair and a client that uses it.</summary>
internal sealed record Login(TestUser User, string RefreshToken) : IDisposable
{
    public static Login Of(ApiFixture api, string userId, Answer pair)
    {
        Assert.True(pair.Status == System.Net.HttpStatusCode.OK, pair.Text);
        return new Login(new TestUser(api.BaseAddress, userId, (string)pair.Json["access_token"]!), (string)pair.Json["refresh_token"]!);
    }

    public static async Task<Login> AdminAsync(ApiFixture api) => Of(
        api, "admin:root", await api.PostAsync("/login", $$"""{"username":"root","password":"{{ApiFixture.AdminPassword}}"}"""));

    public Task<Answer> RefreshAsync(ApiFixture api) => api.PostAsync("/token/refresh", RefreshBody);

    public string RefreshBody => $$"""{"refresh_token":"{{RefreshToken}}"}""";

    public void Dispose() => User.Dispose();
}
