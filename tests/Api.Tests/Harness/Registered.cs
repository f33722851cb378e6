namespace OrleansState.Api.Tests.Harness;

/// <summary>Somebody who came in by <c>POST /register</c> and <c>POST /login</c>.</summary>
internal sealed record Registered(string Username, string Password, string UserId)
{
    public string Credentials => $$"""{"username":"{{Username}}","password":"{{Password}}"}""";

    public static async Task<Registered> CreateAsync(ApiFixture api)
    {
        var account = new Registered($"ada.{Guid.NewGuid():N}", "correct horse", "");
        var answer = await api.PostAsync("/register", account.Credentials);
        Assert.Equal(System.Net.HttpStatusCode.Created, answer.Status);
        return account with { UserId = (string)answer.Json["user_id"]! };
    }

    public async Task<Login> LogInAsync(ApiFixture api) => Login.Of(api, UserId, await api.PostAsync("/login", Credentials));
}
