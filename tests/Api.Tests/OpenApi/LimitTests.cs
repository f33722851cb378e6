using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.OpenApi;

/// <summary>The limits of the document are those that a call meets: the last value within is taken, the first beyond refused.</summary>
public sealed class LimitTests(ApiFixture api)
{
    [Fact]
    public async Task Each_limit_of_a_body_is_where_the_document_says()
    {
        var contract = await Contract.OfAsync(api.BaseAddress);
        var tried = 0;
        foreach (var call in contract.Calls.Where(call => call.Operation.RequestBody is not null && !call.Path.StartsWith("/admin", StringComparison.Ordinal)))
        {
            var content = call.Json["requestBody"]!["content"]!["application/json"]!;
            var schema = contract.Schemas[((string)content["schema"]!["$ref"]!).Split('/')[^1]]!;
            foreach (var (field, rule) in schema["properties"]!.AsObject())
            {
                foreach (var (value, isTaken) in Edges(rule!))
                {
                    var body = content["example"]!.DeepClone();
                    body[field] = value;
                    await TryAsync(call, Path(call), body, isTaken, $"{field} {value.ToJsonString()}");
                    tried++;
                }
            }
        }

        Assert.InRange(tried, 20, 100);
    }

    [Fact]
    public async Task Each_limit_of_a_path_is_where_the_document_says()
    {
        var contract = await Contract.OfAsync(api.BaseAddress);
        foreach (var call in contract.Calls.Where(call => call.Path is "/cart/items/{item}" or "/me/sessions/{id}"))
        {
            var parameter = call.Json["parameters"]!.AsArray().Single(p => (string?)p!["in"] == "path")!;
            // An empty one is another path.
            foreach (var (value, isTaken) in Edges(parameter["schema"]!).Where(edge => (string?)edge.Value != ""))
            {
                var path = call.Path.Replace($"{{{parameter["name"]}}}", (string)value!, StringComparison.Ordinal);
                await TryAsync(call, path, call.Json["requestBody"]?["content"]!["application/json"]!["example"]!.DeepClone(), isTaken, $"{value.ToJsonString()}");
            }
        }
    }

    [Fact]
    public async Task Each_limit_of_a_query_is_where_the_document_says()
    {
        using var admin = await Login.AdminAsync(api);
        var calls = (await Contract.OfAsync(api.BaseAddress)).Calls.Where(call => call.Method == HttpMethod.Get).SelectMany(
            call => (call.Json["parameters"]?.AsArray() ?? []).Where(p => (string?)p!["in"] == "query"), (call, parameter) => (call.Path, Parameter: parameter!)).ToList();
        Assert.Equal(["/admin/dead-letters", "/admin/users", "/admin/users/{id}/history", "/stats/clicks/top", "/stats/trending"], calls.Select(call => call.Path).Order());
        foreach (var (path, parameter) in calls)
        {
            foreach (var (value, isTaken) in Edges(parameter["schema"]!))
            {
                var answer = await admin.User.GetAsync($"{path.Replace("{id}", "1", StringComparison.Ordinal)}?{parameter["name"]}={value}");
                Assert.True((answer.Status == HttpStatusCode.BadRequest) != isTaken, $"{path}: {value}: {answer.Text}");
            }
        }
    }

    [Fact]
    public async Task Each_limit_of_an_admins_path_is_where_the_document_says()
    {
        using var admin = await Login.AdminAsync(api);
        foreach (var call in (await Contract.OfAsync(api.BaseAddress)).Calls.Where(call => call.Path.StartsWith("/admin/users/{id}/", StringComparison.Ordinal)))
        {
            var id = call.Json["parameters"]!.AsArray().Single(p => (string?)p!["in"] == "path")!;
            // An empty one is another path.
            foreach (var (value, isTaken) in Edges(id["schema"]!).Where(edge => (string?)edge.Value != ""))
            {
                var answer = await admin.User.GetAsync(call.Path.Replace("{id}", (string)value!, StringComparison.Ordinal));
                Assert.True((answer.Status == HttpStatusCode.BadRequest) != isTaken, $"{call} with {value}: {answer.Text}");
            }
        }
    }

    private static string Path(Contract.Call call) => call.Path.Replace("{item}", "apple", StringComparison.Ordinal);

    /// <summary>The value at each limit of a schema, and the one beyond.</summary>
    private static IEnumerable<(JsonNode Value, bool IsTaken)> Edges(JsonNode rule)
    {
        if ((int?)rule["minimum"] is { } least)
            yield return (least, true);
        if ((int?)rule["minimum"] is { } tooFew)
            yield return (tooFew - 1, false);
        if ((int?)rule["maximum"] is { } most)
            yield return (most, true);
        if ((int?)rule["maximum"] is { } tooMany)
            yield return (tooMany + 1, false);
        if ((int?)rule["minLength"] is { } shortest)
        {
            yield return (Text(shortest), Fits(rule, Text(shortest)));
            yield return (Text(shortest - 1), false);
        }

        if ((int?)rule["maxLength"] is { } longest)
        {
            yield return (Text(longest), Fits(rule, Text(longest)));
            yield return (Text(longest + 1), false);
        }
    }

    /// <summary>A text as long as may be is taken unless it is a word of a few.</summary>
    private static bool Fits(JsonNode rule, JsonNode text) =>
        rule["pattern"] is not { } pattern || Regex.IsMatch((string)text!, (string)pattern!, RegexOptions.ECMAScript, TimeSpan.FromSeconds(1));

    private static JsonNode Text(int length) => string.Concat(Guid.NewGuid().ToString("N").Concat(Enumerable.Repeat('q', length)).Take(length));

    private async Task TryAsync(Contract.Call call, string path, JsonNode? body, bool isTaken, string what)
    {
        using var user = await api.NewUserAsync();
        var answer = await user.SendAsync(call.Method, path, body?.ToJsonString());
        Assert.True((answer.Status == HttpStatusCode.BadRequest) != isTaken, $"{call} with {what} was answered {(int)answer.Status}: {answer.Text}");
    }
}
