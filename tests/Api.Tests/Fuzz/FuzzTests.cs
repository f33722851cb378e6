using OrleansState.Api.Tests.Harness;
using OrleansState.TestServers;

namespace OrleansState.Api.Tests.Fuzz;

public sealed class FuzzTests(ApiFixture api)
{
    private const int RequestsPerSeed = 400;

    [LongTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Nothing_that_is_sent_makes_the_api_fail(int seed)
    {
        var grammar = new FuzzGrammar(seed);
        var token = "";
        for (var i = 0; i < RequestsPerSeed; i++)
        {
            if (i % 20 == 0)
                token = await TokenAsync();
            var request = grammar.Next(token);
            var answer = await RawHttp.SendAsync(api.BaseAddress, request);
            Assert.True((int)answer.Status is >= 200 and < 500, $"Request {i} of seed {seed} was answered {(int)answer.Status} {answer.Text}:\n{request}");
        }
    }

    /// <summary>Often a new one: some of the requests log out.</summary>
    private async Task<string> TokenAsync()
    {
        using var user = await api.NewUserAsync();
        return user.Token;
    }
}
