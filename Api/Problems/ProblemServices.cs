using Microsoft.AspNetCore.Http.Features;
using OrleansState.AspNetCore;

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
            kestrel.Limits.MaxRequestLineSize = RequestLimits.RequestLineBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = RequestLimits.HeaderBytes;
            kestrel.Limits.MaxRequestHeaderCount = RequestLimits.Headers;
        });
        builder.Services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        // What the product knows better comes first.
        builder.Services.AddExceptionHandler<FaultHandler>();
        builder.Services.AddStateProblems(problems => ProblemTable.AddTo(problems));
        builder.Services.AddHostedService<ServerRefusals>();
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        return builder;
    }

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use(CheckBody);
    }

    /// <summary>
    /// Also routes that read no body refuse a large one, rather than leave it to be drained. And a body that is not there
    /// has no type: curl -d '' names one all the same, and routing would refuse the call for it.
    /// </summary>
    private static Task CheckBody(HttpContext http, RequestDelegate next)
    {
        if (http.Request.ContentLength is > RequestLimits.BodyBytes and var length)
        {
            // The server closes the connection on what it may not read, and a client that is still sending then loses the answer.
            if (length <= RequestLimits.DrainedBytes && http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
                size.MaxRequestBodySize = length;
            throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
        }

        if (http.Request.ContentLength == 0)
            http.Request.Headers.ContentType = default;
        return next(http);
    }
}
