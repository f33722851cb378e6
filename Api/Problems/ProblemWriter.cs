using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using OrleansState.Api.Json;

namespace OrleansState.Api.Problems;

/// <summary>
/// Writes every problem document, also those that the framework starts with a status alone. Unlike the default writer
/// it asks no <c>Accept</c> header: who sent a bad request is told so whatever they would rather read.
/// </summary>
internal sealed class ProblemWriter : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var http = context.HttpContext;
        var status = context.ProblemDetails.Status ?? http.Response.StatusCode;
        var problem = IsOurs(context.ProblemDetails)
            ? context.ProblemDetails
            : Problem.Document(ProblemTable.Of(status), ProblemDetail.Of(http, status));
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/problem+json";
        http.Response.Headers.CacheControl = "no-store";
        if (status == StatusCodes.Status503ServiceUnavailable)
            http.Response.Headers.TryAdd("Retry-After", "1");
        await JsonSerializer.SerializeAsync(http.Response.Body, problem, ApiJson.Default.ProblemDetails, http.RequestAborted);
    }

    private static bool IsOurs(ProblemDetails problem) => problem.Type?.StartsWith("urn:orleansstate:", StringComparison.Ordinal) ?? false;
}
