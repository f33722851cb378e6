using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.Admin;

public sealed class HistoryNotKeptTests(ApiFixture api)
{
    [Fact]
    public async Task A_process_that_knows_no_Kafka_says_that_it_keeps_no_history_and_its_users_shop()
    {
        using var user = await api.NewUserAsync();
        await user.PostAsync("/cart/add", """{"item":"apple"}""");
        Assert.Equal(System.Net.HttpStatusCode.OK, (await user.PostAsync("/cart/checkout")).Status);
        using var admin = await Login.AdminAsync(api);

        (await admin.User.GetAsync($"/admin/users/{user.UserId}/history")).IsProblem(501, "history-not-kept");
        (await admin.User.GetAsync($"/admin/users/{user.UserId}/history?limit=0")).IsProblem(400, "invalid-field");
        (await admin.User.GetAsync($"/admin/users/{user.UserId}/history?limit=1001")).IsProblem(400, "invalid-field");
    }
}
