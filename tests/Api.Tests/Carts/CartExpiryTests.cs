using System.Globalization;
using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.Carts;

/// <summary>On a cluster of their own, because they move its clock.</summary>
public sealed class CartExpiryTests
{
    [Fact]
    public async Task A_cart_expires_an_hour_after_its_last_change_and_is_then_empty()
    {
        await using var api = new ApiFixture();
        await api.InitializeAsync();
        using var user = await api.NewUserAsync();
        var added = await user.PostAsync("/cart/add", """{"item":"apple"}""");
        Assert.Equal(api.Clock.GetUtcNow(), Time(added, "updated_at"));
        Assert.Equal(TimeSpan.FromHours(1), Time(added, "expires_at") - Time(added, "updated_at"));

        api.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal("", (await user.GetAsync("/cart")).Lines());
    }

    private static DateTimeOffset Time(Answer answer, string field) =>
        DateTimeOffset.Parse((string)answer.Json[field]!, CultureInfo.InvariantCulture);
}
