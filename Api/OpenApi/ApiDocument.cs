using Scalar.AspNetCore;

namespace OrleansState.Api.OpenApi;

/// <summary><c>/openapi/v1.json</c> and its reader at <c>/docs</c>.</summary>
internal static class ApiDocument
{
    public static WebApplicationBuilder AddApiDocument(this WebApplicationBuilder builder)
    {
        builder.Services.AddOpenApi("v1", options => options.AddDocumentTransformer(Describe.DocumentAsync).AddOperationTransformer(Describe.OperationAsync));
        return builder;
    }

    public static void MapApiDocument(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi().AllowAnonymous();
        routes.MapScalarApiReference("/docs", options => options.DisableDefaultFonts().WithTitle("OrleansState")).AllowAnonymous();
        routes.MapGet("/", () => TypedResults.Redirect("/docs")).AllowAnonymous().ExcludeFromDescription();
    }
}
