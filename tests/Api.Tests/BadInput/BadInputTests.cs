using System.Net;
using System.Net.Http.Headers;
using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.BadInput;

public sealed class BadInputTests(ApiFixture api)
{
    private static IEnumerable<Route> WithBody => Route.All.Where(route => route.Body is not null);

    public static IEnumerable<TheoryDataRow<Route, BadBody>> Bodies =>
        from route in WithBody
        from body in BadBody.OfAnyRoute.Concat(BadField.Of(route))
        select new TheoryDataRow<Route, BadBody>(route, body);

    public static IEnumerable<TheoryDataRow<Route>> EndingRoutes => Route.Ending.Select(route => new TheoryDataRow<Route>(route));

    public static IEnumerable<TheoryDataRow<Route>> Routes => Route.All.Select(route => new TheoryDataRow<Route>(route));

    [Theory]
    [MemberData(nameof(Bodies), DisableDiscoveryEnumeration = true)]
    public async Task A_bad_body_is_refused_with_a_problem_and_changes_nothing(Route route, BadBody bad)
    {
        using var user = await api.NewUserAsync();
        var before = await State.PrepareAsync(user);
        using var content = new ByteArrayContent(bad.Bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", bad.ContentType);

        var answer = await user.SendContentAsync(HttpMethod.Parse(route.Method), route.Path, content);

        answer.IsProblem(bad.Status, bad.Code);
        Assert.Equal(before, await State.ReadAsync(user));
    }

    [Fact]
    public async Task A_body_of_exactly_the_limit_is_read()
    {
        using var user = await api.NewUserAsync();
        var body = """{"item":"apple"}""".PadRight(16 * 1024);
        Assert.Equal("apple 1", (await user.PostAsync("/cart/add", body)).Lines());
    }

    [Theory]
    [MemberData(nameof(EndingRoutes))]
    public async Task A_chunked_body_over_the_limit_changes_nothing_and_is_no_fault(Route route)
    {
        using var user = await api.NewUserAsync();
        var before = await State.PrepareAsync(user);
        using var content = new StreamContent(new MemoryStream(new byte[20_000]));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentLength = null;

        var answer = await user.SendContentAsync(HttpMethod.Parse(route.Method), route.Path, content);

        if (route.Body is not null)
        {
            answer.IsProblem(413, "body-too-large");
            Assert.Equal(before, await State.ReadAsync(user));
        }

        Assert.True((int)answer.Status < 500, answer.Text);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_large_body_is_refused_also_where_none_is_read(Route route)
    {
        using var user = await api.NewUserAsync();
        var before = await State.PrepareAsync(user);
        using var content = new ByteArrayContent(new byte[17_000]);

        (await user.SendContentAsync(HttpMethod.Parse(route.Method), route.Path, content)).IsProblem(413, "body-too-large");

        Assert.Equal(before, await State.ReadAsync(user));
    }

    [Theory]
    [InlineData("%20")]
    [InlineData("%09")]
    [InlineData("a%0Ab")]
    [InlineData("%7F")]
    [InlineData("%C2%85")]
    [InlineData("%ED%A0%80")]
    [InlineData("%FF")]
    [InlineData("%C0%AF")]
    [InlineData("%")]
    [InlineData("%2")]
    [InlineData("%zz")]
    [InlineData("a%2")]
    public async Task An_item_in_the_path_that_can_be_no_item_is_refused_and_changes_nothing(string item)
    {
        using var user = await api.NewUserAsync();
        var before = await State.PrepareAsync(user);

        foreach (var method in new[] { "PUT", "DELETE" })
        {
            var answer = await RawHttp.SendAsync(api.BaseAddress, user, method, "/cart/items/" + item, """{"quantity":1}""");
            answer.IsProblem(400, "invalid-field");
        }

        Assert.Equal(before, await State.ReadAsync(user));
    }

    [Theory]
    [InlineData("/cart/items/..")]
    [InlineData("/cart/items/%2e%2e")]
    [InlineData("/cart/items/.%2E")]
    [InlineData("/cart/items/../")]
    [InlineData("/cart/items/.")]
    [InlineData("/cart/./add/..")]
    [InlineData("/cart/items/x/../..")]
    public async Task A_path_with_dot_segments_never_becomes_another_call(string path)
    {
        using var user = await api.NewUserAsync();
        var before = await State.PrepareAsync(user);

        (await RawHttp.SendAsync(api.BaseAddress, user, "DELETE", path, null)).IsProblem(400, "malformed-request");

        Assert.Equal(before, await State.ReadAsync(user));
    }

    [Theory]
    [InlineData("DELETE", "/cart/items/apple#pear")]
    [InlineData("DELETE", "/cart/items/pear#")]
    [InlineData("DELETE", "/cart#/items/pear")]
    [InlineData("PUT", "/cart/items/pear#x")]
    [InlineData("GET", "/cart?a=b#c")]
    public async Task A_bare_number_sign_in_a_path_is_refused_and_changes_nothing(string method, string path)
    {
        using var user = await api.NewUserAsync();
        var before = await State.PrepareAsync(user);

        (await RawHttp.SendAsync(api.BaseAddress, user, method, path, method == "PUT" ? """{"quantity":1}""" : null)).IsProblem(400, "malformed-request");

        Assert.Equal(before, await State.ReadAsync(user));
    }

    /// <summary>What a browser makes of <c>DELETE /cart/items/..</c> and <c>DELETE /me/sessions/..</c> before it sends them.</summary>
    [Theory]
    [InlineData("DELETE", "/cart/")]
    [InlineData("DELETE", "/cart/?x=/")]
    [InlineData("DELETE", "/cart/items/pear/")]
    [InlineData("DELETE", "/me/")]
    [InlineData("DELETE", "/me/sessions/")]
    [InlineData("POST", "/cart/checkout/")]
    [InlineData("POST", "/logout/")]
    [InlineData("PUT", "/cart/items/pear/")]
    public async Task A_change_with_a_slash_at_the_end_of_its_path_is_no_call_and_changes_nothing(string method, string path)
    {
        using var user = await api.NewUserAsync();
        var before = await State.PrepareAsync(user);

        (await RawHttp.SendAsync(api.BaseAddress, user, method, path, method == "PUT" ? """{"quantity":1}""" : null)).IsProblem(404, "not-found");

        Assert.Equal(before, await State.ReadAsync(user));
    }

    [Theory]
    [InlineData("1.0", 1)]
    [InlineData("1e2", 100)]
    [InlineData("1E+2", 100)]
    [InlineData("20e-1", 2)]
    [InlineData("0.05e2", 5)]
    [InlineData("1000000.000", 1_000_000)]
    [InlineData("0.1e7", 1_000_000)]
    public async Task A_whole_number_is_taken_however_it_is_written(string quantity, int pieces)
    {
        using var user = await api.NewUserAsync();
        Assert.Equal($"apple {pieces}", (await user.PostAsync("/cart/add", $$"""{"item":"apple","quantity":{{quantity}}}""")).Lines());
        Assert.Equal($"apple {pieces}", (await user.PutAsync("/cart/items/apple", $$"""{"quantity":{{quantity}}}""")).Lines());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("0.0e9")]
    [InlineData("-0.0E-99999999999999999999")]
    public async Task Nought_is_nought_however_it_is_written(string quantity)
    {
        using var user = await api.NewUserAsync();
        await user.PostAsync("/cart/add", """{"item":"apple"}""");
        Assert.Equal("", (await user.PutAsync("/cart/items/apple", $$"""{"quantity":{{quantity}}}""")).Lines());
    }

    [Theory]
    [InlineData("/cart/add", """{"item":"a","qty":3}""", "qty")]
    [InlineData("/cart/add", """{"item":"a","quantity":3,"Quantity":4}""", "Quantity")]
    [InlineData("/clicks", """{"acton":"open"}""", "acton")]
    [InlineData("/clicks", """{"":1}""", "")]
    [InlineData("/register", """{"username":"ada","password":"correct horse","email":"a@b"}""", "email")]
    [InlineData("/login", """{"username":"ada","password":"correct horse","otp":1}""", "otp")]
    [InlineData("/token/refresh", """{"refresh_token":"a.b.c","scope":"x"}""", "scope")]
    [InlineData("/me/password", """{"current_password":"correct horse","new_password":"battery staple","confirm":"battery staple"}""", "confirm")]
    public async Task A_field_that_a_call_does_not_take_is_refused_by_its_name_and_changes_nothing(string path, string body, string field)
    {
        using var user = await api.NewUserAsync();
        var before = await State.PrepareAsync(user);

        var answer = (await user.PostAsync(path, body)).IsProblem(400, "invalid-field");

        Assert.StartsWith($"The field {field} is not one that this call takes: ", (string?)answer.Json["detail"], StringComparison.Ordinal);
        Assert.Equal(before, await State.ReadAsync(user));
    }

    [Fact]
    public async Task An_item_in_the_path_longer_than_an_item_may_be_is_refused()
    {
        using var user = await api.NewUserAsync();
        (await user.PutAsync("/cart/items/" + new string('x', 129), """{"quantity":1}""")).IsProblem(400, "invalid-field");
        (await user.DeleteAsync("/cart/items/" + new string('x', 5000))).IsProblem(400, "invalid-field");
    }

    [Fact]
    public async Task A_client_that_wants_to_read_HTML_is_told_of_a_refusal_all_the_same()
    {
        using var user = await api.NewUserAsync();
        using var http = api.Anonymous();
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        using var response = await http.GetAsync("/nowhere", TestContext.Current.CancellationToken);
        (await Answer.ReadAsync(response)).IsProblem(404, "not-found");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
