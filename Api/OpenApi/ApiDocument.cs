using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace OrleansState.Api.OpenApi;

/// <summary><c>/openapi/v1.json</c> and its reader at <c>/docs</c>.</summary>
internal static class ApiDocument
{
    public const string Name = "v1";

    public static WebApplicationBuilder AddApiDocument(this WebApplicationBuilder builder)
    {
        builder.Services.AddOpenApi(Name, options =>
        {
            // What every generator reads; several of the widest used do not know 3.1, or half.
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_0;
            options.CreateSchemaReferenceId = SchemaNames.Of;
            options.AddSchemaTransformer(DescribeSchema.Apply).AddDocumentTransformer(Describe.DocumentAsync).AddOperationTransformer(Describe.OperationAsync);
        });
        builder.Services.AddSingleton<ServedDocument>();
        return builder;
    }

    public static void MapApiDocument(this IEndpointRouteBuilder routes)
    {
        routes.MapGet($"/openapi/{Name}.json", GetAsync).AllowAnonymous().ExcludeFromDescription();
        routes.MapScalarApiReference("/docs", options => options.DisableDefaultFonts().WithTitle("OrleansState")).AllowAnonymous();
        routes.MapGet("/", ToDocs).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<FileContentHttpResult> GetAsync(ServedDocument document, HttpResponse response)
    {
        var (bytes, tag) = await document.GetAsync();
        // It may be kept, but another release has another: ask whether it is still the one.
        response.Headers.CacheControl = "no-cache";
        return TypedResults.Bytes(bytes, "application/json; charset=utf-8", entityTag: tag);
    }

    /// <summary>Where a proxy says by which prefix it is reached that is kept; where it does not, a browser resolves the relative path against what it asked for.</summary>
    private static RedirectHttpResult ToDocs(HttpRequest request) =>
        TypedResults.Redirect(request.PathBase.HasValue ? request.PathBase.ToUriComponent() + "/docs" : "docs");
}
