using OrleansState.Api.Tests.BadInput;
using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.Admin;

public sealed class OtherUserTests(ApiFixture api)
{
    public static TheoryData<Route> Routes => [.. Route.Ending];

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task No_route_shows_or_changes_another_users_state(Route route)
    {
        using var ada = await api.NewUserAsync();
        var before = await State.PrepareAsync(ada);
        using var mallory = await api.NewUserAsync();
        var path = route.Path.Replace("/users/1/", $"/users/{ada.UserId}/", StringComparison.Ordinal);
        var body = route.Body is { } right ? $$"""{{right[..^1]}},"user_id":"{{ada.UserId}}","sub":"{{ada.UserId}}"}""" : null;

        var answer = await mallory.SendAsync(HttpMethod.Parse(route.Method), $"{path}?user_id={ada.UserId}", body);

        Assert.DoesNotContain("pear", answer.Text, StringComparison.Ordinal);
        if (path != route.Path)
            answer.IsProblem(403, "forbidden");
        Assert.Equal(before, await State.ReadAsync(ada));
    }
}
