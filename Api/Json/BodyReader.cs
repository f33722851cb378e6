using System.Buffers;
using System.IO.Pipelines;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using OrleansState.Api.Problems;
using OrleansState.AspNetCore;

namespace OrleansState.Api.Json;

/// <summary>Reads a body as bytes, up to the limit.</summary>
internal static class BodyReader
{
    /// <exception cref="InvalidRequestException">The body is declared as something else than JSON in UTF-8.</exception>
    public static void RequireJson(HttpRequest request)
    {
        if (!request.HasJsonContentType())
            throw new InvalidRequestException(ProblemCodes.UnsupportedMediaType, "A body is sent as application/json.");
        var charset = MediaTypeHeaderValue.Parse(request.ContentType).Charset;
        if (charset.HasValue && !HeaderUtilities.RemoveQuotes(charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            throw new InvalidRequestException(ProblemCodes.UnsupportedMediaType, "JSON is sent in UTF-8.");
        if (!StringValues.IsNullOrEmpty(request.Headers.ContentEncoding))
            throw new InvalidRequestException(ProblemCodes.UnsupportedMediaType, "A body is sent without Content-Encoding.");
    }

    /// <exception cref="InvalidRequestException">The body is larger than <see cref="RequestLimits.BodyBytes"/>, or is none in HTTP's form.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request)
    {
        var read = await ReadToTheLimitAsync(request);
        if (read.Buffer.Length > RequestLimits.BodyBytes)
            throw new InvalidRequestException(ProblemCodes.BodyTooLarge, ProblemDetail.Of(request.HttpContext, StatusCodes.Status413PayloadTooLarge));
        var bytes = read.Buffer.ToArray();
        request.BodyReader.AdvanceTo(read.Buffer.End);
        return bytes;
    }

    private static async ValueTask<ReadResult> ReadToTheLimitAsync(HttpRequest request)
    {
        try
        {
            ReadResult read;
            do
            {
                read = await request.BodyReader.ReadAtLeastAsync(RequestLimits.BodyBytes + 1, request.HttpContext.RequestAborted);
            }
            while (!read.IsCompleted && read.Buffer.Length <= RequestLimits.BodyBytes);
            return read;
        }
        catch (IOException fault) when (fault is not BadHttpRequestException)
        {
            // The server's word for a chunk whose length no integer holds.
            throw new InvalidRequestException(ProblemCodes.MalformedRequest, "The body could not be read: its chunks are not in the form of HTTP.", fault);
        }
    }
}
