using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.OpenApi;

public sealed class ApiDocumentTests(ApiFixture api)
{
    /// <summary>What is no call of the API's: probes, the document and its reader, and what redirects there.</summary>
    private static readonly string[] Undocumented = ["/health/", "/metrics", "/openapi/", "/docs", "/dashboard"];

    [Fact]
    public async Task The_document_lists_every_route()
    {
        var document = (await api.SendAsync(HttpMethod.Get, "/openapi/v1.json")).Json;
        var listed = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(call => $"{call.Key.ToUpperInvariant()} {path.Key}"));
        Assert.Equal(Mapped().Order(), listed.Order());
    }

    [Fact]
    public void The_tests_of_bad_input_call_every_route() => Assert.Equal(
        Mapped().Where(r => !r.EndsWith("jwks.json", StringComparison.Ordinal)).Order(), BadInput.Route.All.Select(r => $"{r.Method} {r.Template}").Order());

    [Fact]
    public async Task Every_mutation_of_carts_and_clicks_takes_both_headers()
    {
        var paths = (await api.SendAsync(HttpMethod.Get, "/openapi/v1.json")).Json["paths"]!.AsObject();
        var mutations = paths.Where(p => p.Key.StartsWith("/cart", StringComparison.Ordinal) || p.Key == "/clicks")
            .SelectMany(p => p.Value!.AsObject()).Where(call => call.Key != "get").ToList();
        Assert.Equal(6, mutations.Count);
        Assert.All(mutations, call => Assert.Equal(["If-Match", "If-None-Match", "Idempotency-Key"], HeadersOf(call.Value!)));
    }

    [Fact]
    public async Task Each_number_is_a_number_and_says_its_size()
    {
        var types = Nodes((await DocumentAsync())).OfType<JsonObject>().Where(node => node["type"] is JsonValue or JsonArray).ToList();
        Assert.DoesNotContain(types, node => node["type"] is JsonArray);
        var numbers = types.Where(node => (string?)node["type"] == "integer").ToList();
        Assert.True(numbers.Count > 20, $"Only {numbers.Count} numbers.");
        Assert.All(numbers, number => Assert.True((string?)number["format"] is "int32" or "int64" && number["pattern"] is null, number.ToJsonString()));
    }

    [Theory]
    [InlineData("CartResponse", "cart,version,updated_at,expires_at", "last_order_id")]
    [InlineData("CartLine", "item,quantity", "")]
    [InlineData("TokenPairResponse", "access_token,token_type,expires_in,refresh_token", "")]
    [InlineData("AddItemRequest", "item", "quantity")]
    [InlineData("ClickRequest", "", "action")]
    [InlineData("RedriveRequest", "", "ids")]
    [InlineData("Problem", "type,title,status,detail", "")]
    public async Task What_is_always_there_is_required_and_nothing_else(string name, string required, string optional)
    {
        var schema = (await DocumentAsync())["components"]!["schemas"]![name]!;
        var asked = (schema["required"]?.AsArray() ?? []).Select(field => (string)field!).ToList();
        Assert.Equal(Split(required).Order(), asked.Order());
        Assert.Equal(Split(optional).Order(), schema["properties"]!.AsObject().Select(field => field.Key).Except(asked).Order());

        static string[] Split(string fields) => fields.Split(',', StringSplitOptions.RemoveEmptyEntries);
    }

    [Fact]
    public async Task Null_is_where_an_answer_can_have_it_and_nowhere_else() => Assert.Equal(
        ["CartResponse.expires_at", "CartResponse.updated_at", "DeadLetterResponse.key", "DeadLetterResponse.offset", "DeadLetterResponse.partition",
            "DeadLetterResponse.timestamp", "DeadLetterResponse.value", "DeadLetterResponse.value_base64", "ExportResponse.registered_at", "RedriveRequest.ids", "RunResponse.fault", "TaskResponse.schedule"],
        (await DocumentAsync())["components"]!["schemas"]!.AsObject()
            .SelectMany(schema => schema.Value!["properties"]!.AsObject().Where(field => (bool?)field.Value!["nullable"] == true).Select(field => $"{schema.Key}.{field.Key}"))
            .Order(StringComparer.Ordinal));

    [Fact]
    public async Task Its_words_are_for_people_who_never_see_the_source()
    {
        var texts = Nodes(await DocumentAsync()).OfType<JsonObject>().SelectMany(node => node)
            .Where(field => field.Key is "description" or "summary" or "title" && field.Value is JsonValue).Select(field => (string)field.Value!);
        Assert.All(texts, text => Assert.DoesNotMatch(@"[<>]|cref|OrleansState\.|[Aa] class\b|\b[A-Z]\w+(Answer|Body|Limits|Async)\b|\b(int|long|string|bool)\?? [A-Z]", text));
        Assert.All((await DocumentAsync())["components"]!["schemas"]!.AsObject(), schema => Assert.DoesNotMatch("Of[A-Z]|Nullable|Immutable|Answer$|Body$", schema.Key));
    }

    [Fact]
    public async Task Every_field_and_every_schema_is_described()
    {
        foreach (var (name, schema) in (await DocumentAsync())["components"]!["schemas"]!.AsObject())
        {
            Assert.True(schema!["description"] is not null, $"{name} says nothing of itself.");
            // What others have described stands there: RFC 7517.
            if (name != "PublicKeyResponse")
                Assert.All(schema["properties"]!.AsObject(), field => Assert.True(field.Value!["description"] is not null || field.Value["$ref"] is not null, $"{name}.{field.Key} says nothing of itself."));
        }
    }

    [Fact]
    public async Task Every_parameter_is_described_and_each_but_a_reference_says_its_limits()
    {
        var parameters = (await DocumentAsync())["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject())
            .SelectMany(call => (call.Value!["parameters"]?.AsArray() ?? []).Select(parameter => (Call: (string)call.Value["operationId"]!, Parameter: parameter!))).ToList();
        Assert.True(parameters.Count > 20, $"Only {parameters.Count} parameters.");
        Assert.All(parameters, p => Assert.False(string.IsNullOrEmpty((string?)p.Parameter["description"]), $"{p.Call}: {p.Parameter["name"]} says nothing of itself."));
        Assert.All(parameters.Where(p => (string?)p.Parameter["in"] is "path" or "query"), p =>
        {
            var (name, schema) = ((string)p.Parameter["name"]!, p.Parameter["schema"]!);
            // Any text is taken for an order that there is not.
            string[] limits = (string?)schema["type"] == "boolean" ? [] : (string?)schema["type"] == "integer" ? ["minimum", "maximum"] : name == "order_id" ? [] : ["minLength", "maxLength", "pattern"];
            Assert.All(limits, limit => Assert.True(schema[limit] is not null, $"{p.Call}: {name} has no {limit}."));
        });
    }

    [Fact]
    public async Task The_reader_of_the_document_is_at_docs()
    {
        var answer = await api.SendAsync(HttpMethod.Get, "/docs");
        Assert.Equal((HttpStatusCode.OK, "text/html"), (answer.Status, answer.MediaType));
    }

    [Fact]
    public async Task The_public_key_is_published_without_its_private_part()
    {
        var key = Assert.Single((await api.SendAsync(HttpMethod.Get, "/.well-known/jwks.json")).Json["keys"]!.AsArray())!.AsObject();
        Assert.Equal(["kty", "crv", "x", "y", "kid", "alg", "use"], key.Select(field => field.Key));
        Assert.Equal("test", (string?)key["kid"]);
    }

    private static IEnumerable<JsonNode> Nodes(JsonNode node) => ((node switch
    {
        JsonObject fields => fields.Where(field => field.Key is not ("example" or "examples")).Select(field => field.Value),
        JsonArray items => items,
        _ => [],
    }).OfType<JsonNode>().SelectMany(Nodes)).Prepend(node);

    private async Task<JsonNode> DocumentAsync() => (await Contract.OfAsync(api.BaseAddress)).Json;

    private static IEnumerable<string> HeadersOf(JsonNode call) => call["parameters"]!.AsArray()
        .Where(p => (string?)p!["in"] == "header").Select(p => (string)p!["name"]!);

    private IEnumerable<string> Mapped()
    {
        _ = api.BaseAddress;
        return api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(e => (Path: "/" + e.RoutePattern.RawText!.Trim('/'), e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods))
            .Where(e => e.Path != "/" && e.HttpMethods is not null && !Undocumented.Any(u => e.Path.StartsWith(u, StringComparison.Ordinal)))
            .SelectMany(e => e.HttpMethods!, (e, method) => $"{method} {e.Path}");
    }
}
