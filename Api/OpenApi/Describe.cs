using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using OrleansState.Api.Commands;
using OrleansState.Api.Problems;

namespace OrleansState.Api.OpenApi;

/// <summary>Adds to the generated document what no handler's signature says: who may call, and how calls are refused.</summary>
internal static class Describe
{
    private const string Scheme = "bearer";

    public static Task DocumentAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancelled)
    {
        document.Info = new OpenApiInfo { Title = "OrleansState", Version = "v1", Description = "State for web backends without locks." };
        // Where it runs is known to who fetched it; the address it was first asked at may not be the one.
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT" },
        };
        return Task.CompletedTask;
    }

    public static Task OperationAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancelled)
    {
        var endpoint = context.Description.ActionDescriptor.EndpointMetadata;
        var secured = endpoint.OfType<IAuthorizeData>().Any() && !endpoint.OfType<IAllowAnonymous>().Any();
        if (secured)
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
        var codes = endpoint.OfType<RefusesAttribute>().SelectMany(refuses => refuses.Codes)
            .Concat(secured ? [ProblemCodes.Unauthorized] : [])
            .Concat(operation.RequestBody is null ? [] : [ProblemCodes.MalformedBody, ProblemCodes.InvalidField, ProblemCodes.BodyTooLarge, ProblemCodes.UnsupportedMediaType]);
        AddProblems(operation, codes.Distinct());
        if (endpoint.OfType<MutationMetadata>().Any())
            AddCommandHeaders(operation);
        if (endpoint.OfType<ConditionalReadMetadata>().Any())
            AddHeader(operation, "If-None-Match", "The ETag of an earlier answer; 304 without a body where it still names the newest state.");
        if (endpoint.OfType<RetriedMetadata>().Any())
            AddHeader(operation, IdempotencyHeader.Name, "Lets the same call be sent again, within half a minute, where its answer was lost.");
        return Task.CompletedTask;
    }

    private static void AddProblems(OpenApiOperation operation, IEnumerable<string> codes)
    {
        foreach (var status in codes.Select(ProblemTable.Of).GroupBy(kind => kind.Status).OrderBy(kinds => kinds.Key))
        {
            operation.Responses ??= [];
            operation.Responses[$"{status.Key}"] = new OpenApiResponse
            {
                Description = string.Join("; ", status.Select(kind => $"{kind.Title} (`{kind.Type}`)")),
                Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new OpenApiMediaType { Schema = ProblemSchema() } },
            };
        }
    }

    private static OpenApiSchema ProblemSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String },
        },
    };

    private static void AddCommandHeaders(OpenApiOperation operation)
    {
        AddHeader(operation, "If-Match", "The ETag of an earlier answer; the call is refused unless it still names the newest state.");
        AddHeader(operation, "If-None-Match", "ETags of earlier answers; the call is refused where one of them names the newest state, and always where it is *.");
        AddHeader(
            operation, IdempotencyHeader.Name,
            $"1 to 128 visible ASCII characters. The same call again under the same key gives its first answer again, with {IdempotencyHeader.Replayed}: true.");
    }

    private static void AddHeader(OpenApiOperation operation, string name, string description)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Header,
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
    }
}
