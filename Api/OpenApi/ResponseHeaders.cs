using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using OrleansState.AspNetCore;

namespace OrleansState.Api.OpenApi;

/// <summary>Headers of answers that a client acts on.</summary>
internal static class ResponseHeaders
{
    /// <summary>What a refusal of this status has, or null.</summary>
    public static Dictionary<string, IOpenApiHeader>? OfRefusal(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => Only("WWW-Authenticate", Text("How to authenticate, and where a token was sent what is wrong with it (RFC 6750).")),
        StatusCodes.Status403Forbidden => Only("WWW-Authenticate", new OpenApiHeader
        {
            Description = "There where the token would have to be another one, and not the call (RFC 6750).",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        }),
        StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable => Only("Retry-After", new OpenApiHeader
        {
            Required = true,
            Description = "Seconds to wait before the call is sent again.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "1" },
        }),
        _ => null,
    };

    public static void AddETag(IOpenApiResponse response) =>
        Add(response, "ETag", Text("Names the state that is answered: opaque, never used again; for If-Match and If-None-Match."));

    /// <summary>On the first answer it is not there: whoever sent a key can tell whether this one was given before.</summary>
    public static void AddReplayed(IOpenApiResponse response) => Add(response, IdempotencyHeader.Replayed, new OpenApiHeader
    {
        Description = $"There where this answer was given before, under the same {IdempotencyHeader.Name}.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [JsonValue.Create("true")] },
    });

    private static void Add(IOpenApiResponse response, string name, OpenApiHeader header)
    {
        if (response is not OpenApiResponse answer)
            return;
        answer.Headers ??= new Dictionary<string, IOpenApiHeader>();
        answer.Headers[name] = header;
    }

    private static OpenApiHeader Text(string description) =>
        new() { Required = true, Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };

    private static Dictionary<string, IOpenApiHeader> Only(string name, OpenApiHeader header) => new() { [name] = header };
}
