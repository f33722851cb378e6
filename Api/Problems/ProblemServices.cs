using Microsoft.AspNetCore.Http.Features;

namespace OrleansState.Api.Problems;

/// <summary>Every refusal is a problem document, whoever refuses: a handler, the framework or a fault.</summary>
internal static class ProblemServices
{
    public static WebApplicationBuilder AddProblems(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestLimits.BodyBytes;
        });
        builder.Services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<FaultHandler>();
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        return builder;
    }

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use(RefuseLargeBody);
    }

    /// <summary>Also routes that read no body refuse a large one, rather than leave it to be drained.</summary>
    private static Task RefuseLargeBody(HttpContext http, RequestDelegate next)
    {
        var limit = http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize ?? RequestLimits.BodyBytes;
        if (http.Request.ContentLength > limit)
            throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
        return next(http);
    }
}
