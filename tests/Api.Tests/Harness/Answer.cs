using System.Net;
using System.Text.Json.Nodes;

namespace OrleansState.Api.Tests.Harness;

/// <summary>A whole HTTP answer, read.</summary>
public sealed record Answer(HttpStatusCode Status, string? MediaType, string Text, ILookup<string, string> Headers)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public string ETag => Assert.Single(Headers["ETag"]);

    public static async Task<Answer> ReadAsync(HttpResponseMessage response)
    {
        ArgumentNullException.ThrowIfNull(response);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var headers = response.Headers.Concat(response.Content.Headers).SelectMany(header => header.Value, (header, value) => (header.Key, value))
            .ToLookup(header => header.Key, header => header.value, StringComparer.OrdinalIgnoreCase);
        return new Answer(response.StatusCode, response.Content.Headers.ContentType?.MediaType, text, headers);
    }

    /// <summary>Asserts success and exactly this JSON, in any order of names.</summary>
    public Answer IsOk(string json)
    {
        Assert.Equal(HttpStatusCode.OK, Status);
        Assert.Equal("application/json", MediaType);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), Json), $"Expected {json} but was {Text}");
        return this;
    }

    /// <summary>Asserts 200 and gives the cart's lines in one string: <c>apple 2, pear 1</c>.</summary>
    public string Lines()
    {
        Assert.True(Status == HttpStatusCode.OK, Text);
        return string.Join(", ", Json["cart"]!.AsArray().Select(line => $"{line!["item"]} {line["quantity"]}"));
    }

    /// <summary>Asserts a complete problem document of one kind.</summary>
    public Answer IsProblem(int status, string code)
    {
        Assert.True((int)Status == status, $"Expected {status} {code} but was {(int)Status} {Text}");
        Assert.Equal("application/problem+json", MediaType);
        Assert.Equal($"urn:orleansstate:problem:{code}", (string?)Json["type"]);
        Assert.Equal(status, (int?)Json["status"]);
        Assert.False(string.IsNullOrWhiteSpace((string?)Json["title"]), "The problem has no title.");
        Assert.False(string.IsNullOrWhiteSpace((string?)Json["detail"]), "The problem has no detail.");
        return this;
    }
}
