using System.Net;
using OrleansState.Api.Tests.Harness;
using StackExchange.Redis;

namespace OrleansState.Api.Tests.Problems;

public sealed class UnreadableStateTests(ApiFixture api)
{
    [Fact]
    public async Task A_cart_that_cannot_be_read_is_told_to_its_own_user_and_hurts_nobody_else()
    {
        using var user = await api.NewUserAsync();
        using var other = await api.NewUserAsync();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(api.Redis.ConnectionString);
        await connection.GetDatabase().HashSetAsync($"orleansstate/cart/{user.UserId}", "field", "value");

        foreach (var answer in new[] { await user.GetAsync("/cart"), await user.PostAsync("/cart/add", """{"item":"apple"}""") })
        {
            Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
            Assert.Equal("urn:orleansstate:problem:state-unreadable", (string)answer.Json["type"]!);
        }

        Assert.Equal(HttpStatusCode.OK, (await other.PostAsync("/cart/add", """{"item":"apple"}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await user.GetAsync("/clicks")).Status);
    }
}
