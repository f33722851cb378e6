using System.Text.Json.Nodes;
using NJsonSchema;
using NSwag;
using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.OpenApi;

/// <summary>The OpenAPI document, to hold answers against. Fetched once: every Api of the tests serves the same.</summary>
internal sealed class Contract
{
    /// <summary>What a client acts on: an answer that has one of these without a word in the document is a fault of either.</summary>
    private static readonly string[] ToldHeaders = ["ETag", "Idempotency-Replayed", "Retry-After", "WWW-Authenticate", "Location"];

    private static readonly SemaphoreSlim Reading = new(1);
    private static Contract? _known;

    private Contract(OpenApiDocument document, JsonNode json)
    {
        Json = json;
        // Clients shall take fields that later releases add; the tests shall find those that the document forgot.
        foreach (var schema in document.Components.Schemas.Values.Where(schema => schema.AdditionalPropertiesSchema is null))
            schema.AllowAdditionalProperties = false;
        Calls = [.. document.Paths.SelectMany(path => path.Value.Select(call => new Call(
            new HttpMethod(call.Key.ToUpperInvariant()), path.Key, call.Value, json["paths"]![path.Key]![call.Key]!)))];
        Schemas = json["components"]!["schemas"]!.AsObject();
    }

    public JsonNode Json { get; }

    public JsonObject Schemas { get; }

    public IReadOnlyList<Call> Calls { get; }

    public static async Task<Contract> OfAsync(Uri api)
    {
        await Reading.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return _known ??= await ReadAsync(api);
        }
        finally
        {
            Reading.Release();
        }
    }

    /// <summary>Asserts that the answer is one that the document has for such a call. What no route answers is left out.</summary>
    public static async Task CheckAsync(Uri api, HttpRequestMessage request, Answer answer)
    {
        var contract = await OfAsync(api);
        // HttpClient has made it absolute, without dot segments: what the server has seen.
        contract.Calls.FirstOrDefault(call => call.Answers(request.Method, request.RequestUri!.AbsolutePath))?.Check(answer);
    }

    private static async Task<Contract> ReadAsync(Uri api)
    {
        using var http = new HttpClient { BaseAddress = api };
        var json = await http.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken);
        return new Contract(await OpenApiDocument.FromJsonAsync(json, TestContext.Current.CancellationToken), JsonNode.Parse(json)!);
    }

    /// <summary>One operation.</summary>
    internal sealed record Call(HttpMethod Method, string Path, OpenApiOperation Operation, JsonNode Json)
    {
        public string Name => Operation.OperationId;

        public bool Answers(HttpMethod method, string path)
        {
            var (mine, asked) = (Path.Split('/'), path.Split('/'));
            return method == Method && mine.Length == asked.Length
                && mine.Zip(asked).All(part => part.First == part.Second || (part.First.StartsWith('{') && part.Second.Length > 0));
        }

        public void Check(Answer answer)
        {
            var status = $"{(int)answer.Status}";
            var listed = Json["responses"]![status];
            Assert.True(listed is not null, $"The document lists no {status} of {this}, which answered: {answer.Text}");
            CheckHeaders(listed, status, answer);
            if (listed["content"] is not JsonObject content)
                Assert.True(answer.Text.Length == 0, $"The document has no body in the {status} of {this}, which answered: {answer.Text}");
            else
                CheckBody(content, status, answer);
        }

        public override string ToString() => $"{Method} {Path}";

        private void CheckHeaders(JsonNode listed, string status, Answer answer)
        {
            var headers = listed["headers"]?.AsObject() ?? [];
            foreach (var (name, header) in headers)
                Assert.True((bool?)header!["required"] != true || answer.Headers[name].Any(), $"The {status} of {this} has no {name}, which the document says is always there.");
            foreach (var name in ToldHeaders.Where(name => answer.Headers[name].Any()))
                Assert.True(headers.ContainsKey(name), $"The {status} of {this} has {name}, and the document does not say so.");
        }

        private void CheckBody(JsonObject content, string status, Answer answer)
        {
            Assert.True(content[answer.MediaType ?? ""] is not null, $"The {status} of {this} is {answer.MediaType}, which the document does not list.");
            var wrong = Operation.ActualResponses[status].Content[answer.MediaType!].Schema.Validate(answer.Text, SchemaType.OpenApi3);
            Assert.True(wrong.Count == 0, $"The {status} of {this} is not as the document has it: {string.Join("; ", wrong)}: {answer.Text}");
            if (answer.MediaType == "application/problem+json")
            {
                var code = ((string)answer.Json["type"]!).Split(':')[^1];
                Assert.True(content[answer.MediaType]!["examples"]![code] is not null, $"The document does not say that {this} can answer {status} with {code}.");
            }
        }
    }
}
