using Microsoft.Extensions.DependencyInjection;
using OrleansState.Api.Tests.Harness;
using OrleansState.Api.Tokens;

namespace OrleansState.Api.Tests.Tokens;

public sealed class VerifiedTokenTests
{
    [Fact]
    public async Task A_signature_is_looked_at_once()
    {
        await using var api = new ApiFixture();
        await api.InitializeAsync();
        using var user = await api.NewUserAsync();
        for (var i = 0; i < 5; i++)
            await user.GetAsync("/cart");
        Assert.Equal(1, api.Services.GetRequiredService<VerifiedTokens>().Verifications);
    }
}
