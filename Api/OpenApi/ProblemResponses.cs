using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using OrleansState.Api.Problems;

namespace OrleansState.Api.OpenApi;

/// <summary>Refusals as the document has them: one schema, an example for each code, an answer for each status.</summary>
internal static class ProblemResponses
{
    public static void AddComponents(OpenApiDocument document)
    {
        document.AddComponent<IOpenApiSchema>(SchemaNames.Problem, new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "A refusal, as RFC 9457 has it.",
            Required = new HashSet<string> { "type", "title", "status", "detail" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = Text("Says what it is. Stable: a client may switch on it."),
                ["title"] = Text("The same for people."),
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Description = "The status of the answer." },
                ["detail"] = Text("What was refused, which field, which limit; for people."),
            },
        });
        foreach (var kind in ProblemTable.All)
            document.AddComponent<IOpenApiExample>(kind.Code, ExampleOf(kind));
    }

    /// <summary>An answer for each status that the codes have.</summary>
    public static void Add(OpenApiOperation operation, OpenApiDocument document, IEnumerable<string> codes)
    {
        operation.Responses ??= [];
        foreach (var kinds in codes.Select(ProblemTable.Of).GroupBy(kind => kind.Status).OrderBy(kinds => kinds.Key))
            operation.Responses[$"{kinds.Key}"] = ResponseOf(kinds.Key, [.. kinds], document);
    }

    private static OpenApiResponse ResponseOf(int status, IReadOnlyList<ProblemKind> kinds, OpenApiDocument document) => new()
    {
        Description = string.Join("; ", kinds.Select(kind => $"{kind.Title} (`{kind.Type}`)")),
        Headers = ResponseHeaders.OfRefusal(status),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/problem+json"] = new OpenApiMediaType
            {
                Schema = new OpenApiSchemaReference(SchemaNames.Problem, document),
                Examples = kinds.ToDictionary(kind => kind.Code, IOpenApiExample (kind) => new OpenApiExampleReference(kind.Code, document)),
            },
        },
    };

    private static OpenApiExample ExampleOf(ProblemKind kind) => new()
    {
        Summary = kind.Title,
        Value = new JsonObject { ["type"] = kind.Type, ["title"] = kind.Title, ["status"] = kind.Status, ["detail"] = kind.Title + "." },
    };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
