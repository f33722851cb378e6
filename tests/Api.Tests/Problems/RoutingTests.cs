using OrleansState.Api.Tests.BadInput;
using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.Problems;

public sealed class RoutingTests(ApiFixture api)
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "PATCH"];

    public static TheoryData<string> Templates => [.. Route.All.Select(r => r.Path).Distinct()];

    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/cart/nothing")]
    [InlineData("/cart/items")]
    [InlineData("/admin")]
    public async Task An_unknown_route_is_a_problem_too(string path)
    {
        using var user = await api.NewUserAsync();
        (await user.GetAsync(path)).IsProblem(404, "not-found");
    }

    [Theory]
    [MemberData(nameof(Templates))]
    public async Task A_method_that_a_route_does_not_have_is_refused_and_the_others_are_named(string path)
    {
        using var user = await api.NewUserAsync();
        var taken = Route.All.Where(r => r.Path == path).Select(r => r.Method).ToList();
        foreach (var method in Methods.Except(taken))
        {
            var answer = await user.SendAsync(HttpMethod.Parse(method), path);
            answer.IsProblem(405, "method-not-allowed");
            Assert.Equal(taken.Order(), string.Join(",", answer.Headers["Allow"]).Split(',', StringSplitOptions.TrimEntries).Order());
        }
    }
}
