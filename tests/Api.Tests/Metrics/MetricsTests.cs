using System.Net;
using OrleansState.Api.Tests.Harness;
using OrleansState.Api.Tests.Standalone;
using OrleansState.LocalCluster.Processes;

namespace OrleansState.Api.Tests.Metrics;

public sealed class MetricsTests(ApiFixture api)
{
    [Fact]
    public async Task One_process_tells_what_its_engine_Orleans_HTTP_and_the_runtime_have_counted_and_names_no_user()
    {
        using var run = new RunDirectory();
        await using var process = await StandaloneProcess.StartAsync(run);
        var guest = await process.PostAsync("/login/guest");
        var token = (string)guest.Json["access_token"]!;
        var user = (string)(await process.GetAsync("/profile", token)).Json["user_id"]!;
        await process.PostAsync("/cart/add", """{"item":"apple"}""", token);
        await process.PostAsync("/cart/add", """{"item":"pear"}""", token);

        var answer = await process.GetAsync("/metrics");

        Assert.Equal((HttpStatusCode.OK, "text/plain"), (answer.Status, answer.MediaType));
        Assert.Contains("""state_writes_total{kind="cart"} 2""", Lines(answer));
        Assert.Contains("""state_commands_total{kind="cart"} 2""", Lines(answer));
        foreach (var name in new[] { "orleans_grains", "kestrel_active_connections", "dotnet_gc_collections_total" })
            Assert.Contains(Lines(answer), line => line.StartsWith(name, StringComparison.Ordinal));
        Assert.Contains(Lines(answer), line => line.StartsWith("http_server_request_duration_seconds_count{", StringComparison.Ordinal)
            && line.Contains("""http_route="/cart/add",""", StringComparison.Ordinal) && line.EndsWith(" 2", StringComparison.Ordinal));
        Assert.DoesNotContain(user, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_answers_everybody_unless_set()
    {
        Assert.Equal(HttpStatusCode.OK, (await api.SendAsync(HttpMethod.Get, "/metrics")).Status);
        (await api.SendAsync(HttpMethod.Post, "/metrics")).IsProblem(405, "method-not-allowed");
    }

    [Fact]
    public async Task Set_so_it_answers_admins_only()
    {
        await using var closed = new ApiFixture("--Metrics:AdminsOnly=true");
        await closed.InitializeAsync();

        var nobodys = await closed.SendAsync(HttpMethod.Get, "/metrics");
        nobodys.IsProblem(401, "unauthorized");
        Assert.StartsWith("Bearer", Assert.Single(nobodys.Headers["WWW-Authenticate"]), StringComparison.Ordinal);
        using var user = await closed.NewUserAsync();
        var users = await user.GetAsync("/metrics");
        users.IsProblem(403, "forbidden");
        Assert.Contains("insufficient_scope", Assert.Single(users.Headers["WWW-Authenticate"]), StringComparison.Ordinal);
        using var admin = await Login.AdminAsync(closed);
        Assert.Equal(HttpStatusCode.OK, (await admin.User.GetAsync("/metrics")).Status);
    }

    private static string[] Lines(Answer answer) => answer.Text.Split('\n');
}
