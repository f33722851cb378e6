using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;

namespace OrleansState.Api.OpenApi;

/// <summary>What generated clients call the types: an answer is a response, a body is a request.</summary>
internal static class SchemaNames
{
    public const string Problem = "Problem";

    private const string Answer = "Answer";
    private const string Body = "Body";

    public static string? Of(JsonTypeInfo type)
    {
        // Any JSON: nothing that a client could have a type for.
        if (type.Type == typeof(JsonElement))
            return null;
        var name = OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        return name is null ? null
            : name.EndsWith(Answer, StringComparison.Ordinal) ? name[..^Answer.Length] + "Response"
            : IsBody(type.Type) ? name[..^Body.Length] + "Request"
            : name;
    }

    public static bool IsBody(Type type) => type.Name.EndsWith(Body, StringComparison.Ordinal);
}
