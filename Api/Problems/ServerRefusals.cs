using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using OrleansState.Api.Edge;
using OrleansState.Api.Json;

namespace OrleansState.Api.Problems;

/// <summary>
/// Kestrel refuses by itself what it can't read as a request (a header without a colon, a line that is too long), with a
/// status and nothing else, and no middleware is asked. It tells diagnostics of it before it answers: here the answer is
/// begun with a problem document, and Kestrel, which finds it begun, closes the connection behind it.
/// </summary>
internal sealed class ServerRefusals(DiagnosticListener diagnostics, ICorsService cors, ICorsPolicyProvider policies)
    : IHostedService, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private const string Refused = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";
    private IDisposable? _subscription;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _subscription = diagnostics.Subscribe(this, static name => name == Refused);
        return Task.CompletedTask;
    }

    /// <summary>Connections are served until the server has stopped, which is after this.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _subscription?.Dispose();

    public void OnNext(KeyValuePair<string, object?> value)
    {
        // Streams of HTTP/2 share a connection and are refused in frames; nothing can be written beside those.
        if (value is { Key: Refused, Value: IFeatureCollection features } && features.Get<IHttp2StreamIdFeature>() is null)
            _ = AnswerAsync(new DefaultHttpContext(features));
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    /// <summary>Done by its first await, as a rule: the connection has room for it.</summary>
    private async Task AnswerAsync(HttpContext http)
    {
        var connection = http.Features.Get<IConnectionTransportFeature>()?.Transport.Output;
        if (http.Response.HasStarted || connection is null)
            return;
        try
        {
            var status = http.Response.StatusCode;
            var body = JsonSerializer.SerializeToUtf8Bytes(Problem.Document(ProblemTable.Of(status), ProblemDetail.Of(http, status)), ApiJson.Default.ProblemDetails);
            await AddHeadersAsync(http, body.Length);
            await http.Features.GetRequiredFeature<IHttpResponseBodyFeature>().StartAsync();
            // There is no body to write to before a request has been read.
            await connection.WriteAsync(HttpMethods.IsHead(http.Request.Method) ? ReadOnlyMemory<byte>.Empty : body);
        }
        catch (Exception closed) when (closed is IOException or InvalidOperationException or OperationCanceledException)
        {
            // Whoever sent this does not wait for the answer.
        }
    }

    private async Task AddHeadersAsync(HttpContext http, int bodyBytes)
    {
        http.Response.ContentLength = bodyBytes;
        http.Response.ContentType = "application/problem+json";
        http.Response.Headers.Connection = "close";
        http.Response.Headers.CacheControl = "no-store";
        SecurityHeaders.AddTo(http.Response);
        if (await policies.GetPolicyAsync(http, policyName: null) is { Origins.Count: > 0 } policy)
            cors.ApplyResult(cors.EvaluatePolicy(http, policy), http.Response);
    }
}
