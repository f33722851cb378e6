using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using OrleansState.Api.Commands;
using OrleansState.AspNetCore;

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
        ProblemResponses.AddComponents(document);
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
        AddExamples(operation, context.Description);
        ProblemResponses.Add(operation, context.Document!, Refusals.Of(endpoint, operation, secured));
        AddAnswerHeaders(operation, endpoint);
        if (endpoint.OfType<CommandMetadata>().Any())
            AddCommandHeaders(operation);
        if (endpoint.OfType<ConditionalReadMetadata>().Any())
            AddConditionalRead(operation);
        if (endpoint.OfType<LiveMetadata>().Any())
            AddEvents(operation);
        if (endpoint.OfType<RetriedMetadata>().Any())
            AddHeader(operation, IdempotencyHeader.Name, "Lets the same call be sent again, within half a minute, where its answer was lost.");
        return Task.CompletedTask;
    }

    private static void AddExamples(OpenApiOperation operation, ApiDescription call)
    {
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
            parameter.Example = Examples.Of(parameter.Name);
        var body = call.ActionDescriptor.EndpointMetadata.OfType<IAcceptsMetadata>().LastOrDefault();
        foreach (var content in operation.RequestBody?.Content?.Values ?? [])
            content.Example = Examples.Of(body?.RequestType);
        foreach (var answer in call.SupportedResponseTypes)
        {
            foreach (var content in operation.Responses?[$"{answer.StatusCode}"].Content?.Values ?? [])
                content.Example = Examples.Of(answer.Type);
        }
    }

    /// <summary>A refusal is remembered under its key as a success is.</summary>
    private static void AddAnswerHeaders(OpenApiOperation operation, IList<object> endpoint)
    {
        var changes = endpoint.OfType<CommandMetadata>().Any();
        foreach (var (status, response) in operation.Responses ?? [])
        {
            if (status == "200" && (changes || endpoint.OfType<ETagMetadata>().Any()))
                ResponseHeaders.AddETag(response);
            if (changes && status is "200" or "409")
                ResponseHeaders.AddReplayed(response);
        }
    }

    private static void AddConditionalRead(OpenApiOperation operation)
    {
        AddHeader(operation, "If-None-Match", $"ETags of earlier answers, {CommandHeaders.MaxEntityTags} at most; 304 without a body where one of them, or a *, still names the newest state.");
        var unchanged = new OpenApiResponse { Description = "The state is still the one that If-None-Match names." };
        ResponseHeaders.AddETag(unchanged);
        operation.Responses!["304"] = unchanged;
    }

    private static void AddEvents(OpenApiOperation operation)
    {
        AddHeader(operation, "Last-Event-ID", "The id of the last event that the client has: it is not sent again where it is still the newest.");
        if (operation.Responses?["200"] is OpenApiResponse events)
        {
            events.Description = "Server-sent events, for as long as the client stays. The data of each is what is shown here, its id names the version; "
                + "while nothing changes events named heartbeat come, without id and data.";
        }
    }

    private static void AddCommandHeaders(OpenApiOperation operation)
    {
        AddHeader(operation, "If-Match", $"ETags of earlier answers, {CommandHeaders.MaxEntityTags} at most; the call is refused unless one of them still names the newest state. Left out or *, any state will do; empty it is refused.");
        AddHeader(operation, "If-None-Match", $"ETags of earlier answers, {CommandHeaders.MaxEntityTags} at most; the call is refused where one of them names the newest state, and always where it is *.");
        AddHeader(
            operation, IdempotencyHeader.Name,
            $"1 to {IdempotencyKey.MaxLength} visible ASCII characters, bare or in double quotes. The same call again under the same key gives its first answer again, with {IdempotencyHeader.Replayed}: true.");
    }

    private static void AddHeader(OpenApiOperation operation, string name, string description)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Header,
            Description = description,
            Schema = name == IdempotencyHeader.Name
                ? new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = IdempotencyKey.MaxLength, Pattern = Patterns.VisibleAscii }
                : new OpenApiSchema { Type = JsonSchemaType.String },
        });
    }
}
