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
