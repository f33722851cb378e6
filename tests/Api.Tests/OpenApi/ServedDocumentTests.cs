using System.Net;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.OpenApi;

/// <summary>The document is made once; afterwards it costs what a file costs.</summary>
public sealed class ServedDocumentTests(ApiFixture api)
{
    [Fact]
    public async Task Many_who_ask_at_once_have_the_document_made_once()
    {
        var made = 0;
        await using var other = await api.StartAnotherAsync(services => services.Configure<OpenApiOptions>("v1", options => options.AddDocumentTransformer((_, _, _) =>
        {
            Interlocked.Increment(ref made);
            return Task.CompletedTask;
        })));
        using var nobody = await api.NewUserAsync();
        using var http = other.Meet(nobody);

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => http.GetAsync("/openapi/v1.json")));

        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.OK, answers[0].Text), (answer.Status, answer.Text)));
        Assert.Equal(1, made);
    }

    [Fact]
    public async Task Who_has_it_is_told_that_it_is_the_same()
    {
        using var http = api.Anonymous();
        using var first = await http.GetAsync("/openapi/v1.json", TestContext.Current.CancellationToken);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await http.SendAsync(again, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.NotModified, first.Headers.ETag), (second.StatusCode, second.Headers.ETag));
        Assert.Equal("application/json", first.Content.Headers.ContentType!.MediaType);
        Assert.True(first.Headers.CacheControl!.NoCache);
    }
}
