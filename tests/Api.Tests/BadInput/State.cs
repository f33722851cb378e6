using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.BadInput;

/// <summary>All of a user's state as the API shows it, to be compared before and after a refused call.</summary>
internal sealed record State(string Cart, string CartETag, string Clicks)
{
    /// <summary>Gives a user something to lose.</summary>
    public static async Task<State> PrepareAsync(TestUser user)
    {
        await user.PostAsync("/cart/add", """{"item":"pear","quantity":5}""");
        await user.PostAsync("/clicks", """{"action":"open"}""");
        return await ReadAsync(user);
    }

    public static async Task<State> ReadAsync(TestUser user)
    {
        var cart = await user.GetAsync("/cart");
        return new State(cart.Text, cart.ETag, (await user.GetAsync("/clicks")).Text);
    }
}
