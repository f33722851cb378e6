using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace OrleansState.Api.OpenApi;

/// <summary>
/// The document as bytes, made once a process: nothing in it depends on a request, and making it costs tens of
/// milliseconds, which anybody could ask for as often as they like.
/// </summary>
internal sealed class ServedDocument
{
    private readonly Lazy<Task<(byte[] Bytes, EntityTagHeaderValue Tag)>> _made;

    public ServedDocument([FromKeyedServices(ApiDocument.Name)] IOpenApiDocumentProvider provider, IOptionsMonitor<OpenApiOptions> options) =>
        _made = new(() => MakeAsync(provider, options.Get(ApiDocument.Name).OpenApiVersion));

    public Task<(byte[] Bytes, EntityTagHeaderValue Tag)> GetAsync() => _made.Value;

    private static async Task<(byte[] Bytes, EntityTagHeaderValue Tag)> MakeAsync(IOpenApiDocumentProvider provider, OpenApiSpecVersion version)
    {
        // Not ended by the caller who came first: the others wait for it too.
        var document = await provider.GetOpenApiDocumentAsync(CancellationToken.None);
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        document.SerializeAs(version, new OpenApiJsonWriter(text, new OpenApiJsonWriterSettings { Terse = true }));
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        return (bytes, new EntityTagHeaderValue($"\"{Base64Url.EncodeToString(SHA256.HashData(bytes))}\""));
    }
}
