using Microsoft.AspNetCore.Http.HttpResults;
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
        routes.MapGet("/", ToDocs).AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>Where a proxy says by which prefix it is reached that is kept; where it does not, a browser resolves the relative path against what it asked for.</summary>
    private static RedirectHttpResult ToDocs(HttpRequest request) =>
        TypedResults.Redirect(request.PathBase.HasValue ? request.PathBase.ToUriComponent() + "/docs" : "docs");
}
