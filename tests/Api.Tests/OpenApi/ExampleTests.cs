using System.Text.Json.Nodes;
using Confluent.Kafka;
using OrleansState.Api.Tests.Harness;
using OrleansState.Api.Tests.Standalone;
using OrleansState.LocalCluster.Processes;
using OrleansState.TestServers;
using OrleansState.TestServers.Events;

namespace OrleansState.Api.Tests.OpenApi;

/// <summary>Sends every documented example to the Api as it is first started, and holds each answer against the document.</summary>
public sealed class ExampleTests : IDisposable
{
    private const string AdminPassword = "correct horse battery";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly RunDirectory _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Every_call_is_carried_out_as_its_example_has_it()
    {
        await using var process = await StandaloneProcess.StartAsync(_run, $"Admin__Users__root={AdminPassword}");
        var contract = await Contract.OfAsync(process.BaseAddress);
        using var nobody = new TestUser(process.BaseAddress, "", token: null);
        using var admin = await LogInAsync(nobody, $$"""{"username":"root","password":"{{AdminPassword}}"}""");
        // Who is registered by one example logs in by the next, and only then takes another password.
        foreach (var call in contract.Calls.OrderBy(call => call.Name switch { "Register" => 0, "LogIn" => 1, _ => 2 }))
        {
            using var guest = await LogInAsync(nobody, credentials: null);
            await PrepareAsync(call, process, guest, admin);
            using var ada = call.Name == "ChangePassword" ? await LogInAsync(nobody, ExampleOf(contract, "LogIn")!.ToJsonString()) : null;
            var caller = call.Path.StartsWith("/admin", StringComparison.Ordinal) || call.Path.StartsWith("/stats", StringComparison.Ordinal) ? admin : ada ?? guest;

            if (call.Json["responses"]!["200"]?["content"]?["text/event-stream"] is not null)
            {
                await using var events = await EventReader.OpenAsync(process.BaseAddress, call.Path, caller.User.Token);
                Assert.Empty(call.Operation.ActualResponses["200"].Content["text/event-stream"].Schema.Validate(
                    (await events.NextAsync()).Data.ToJsonString(), NJsonSchema.SchemaType.OpenApi3));
                continue;
            }

            var answer = await caller.User.SendAsync(call.Method, await PathAsync(call, guest), Body(call, guest));

            Assert.True((int)answer.Status is >= 200 and < 300, $"{call} was answered {(int)answer.Status}: {answer.Text}");
            Assert.Contains($"{(int)answer.Status}", call.Operation.ActualResponses.Keys);
        }
    }

    [Fact]
    public async Task Every_example_of_an_answer_has_the_form_that_the_document_gives_it()
    {
        await using var process = await StandaloneProcess.StartAsync(_run);
        var contract = await Contract.OfAsync(process.BaseAddress);
        foreach (var call in contract.Calls)
        {
            foreach (var (status, response) in call.Json["responses"]!.AsObject())
            {
                foreach (var (type, content) in response!["content"]?.AsObject() ?? [])
                {
                    Assert.True(content!["example"] is not null || content["examples"] is JsonObject { Count: > 0 }, $"The {status} of {call} has no example.");
                    if (content["example"] is { } example)
                        Assert.Empty(call.Operation.ActualResponses[status].Content[type].Schema.Validate(example.ToJsonString(), NJsonSchema.SchemaType.OpenApi3));
                }
            }

            Assert.True(call.Operation.RequestBody is null || Body(call, null) is not null, $"{call} has no example of its body.");
        }
    }

    /// <summary>What has to be there before a call can be carried out.</summary>
    private static async Task PrepareAsync(Contract.Call call, StandaloneProcess process, Login guest, Login admin)
    {
        await guest.User.PostAsync("/cart/add", """{"item":"pear"}""");
        if (call.Name is not ("ListDeadLetters" or "RedriveDeadLetters"))
            return;
        using var producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = process.Line("Kafka") }).Build();
        await producer.ProduceAsync("events", new Message<string, string> { Value = """{"action":"open"}""" }, TestContext.Current.CancellationToken);
        await Eventually.UntilAsync(
            "the dead letter", async () => (await admin.User.GetAsync("/admin/dead-letters")).Json["dead_letters"]!.AsArray().Count > 0, Patience);
    }

    /// <summary>With the examples for its parts, but for those that only this process knows.</summary>
    private static async Task<string> PathAsync(Contract.Call call, Login guest)
    {
        var path = call.Path;
        foreach (var parameter in (call.Json["parameters"]?.AsArray() ?? []).Where(p => (string?)p!["in"] is "path" or "query"))
        {
            var name = (string)parameter!["name"]!;
            var value = (call.Name, name) switch
            {
                ("GetOrder", _) => (string)(await guest.User.PostAsync("/cart/checkout")).Json["order_id"]!,
                ("GetUserClicks" or "GetUserCart" or "GetUserHistory", "id") => (string)(await guest.User.GetAsync("/profile")).Json["user_id"]!,
                _ => parameter["example"]!.ToString(),
            };
            path = (string?)parameter["in"] == "path" ? path.Replace($"{{{name}}}", value, StringComparison.Ordinal) : $"{path}?{name}={value}";
        }

        return path;
    }

    private static string? Body(Contract.Call call, Login? guest) =>
        call.Name == "RefreshToken" && guest is not null ? guest.RefreshBody : Example(call)?.ToJsonString();

    private static JsonNode? Example(Contract.Call call) => call.Json["requestBody"]?["content"]?["application/json"]?["example"];

    private static JsonNode? ExampleOf(Contract contract, string name) => Example(contract.Calls.Single(call => call.Name == name));

    private static async Task<Login> LogInAsync(TestUser nobody, string? credentials)
    {
        var pair = await nobody.PostAsync(credentials is null ? "/login/guest" : "/login", credentials);
        Assert.True(pair.Status == System.Net.HttpStatusCode.OK, pair.Text);
        return new Login(new TestUser(nobody.BaseAddress, "", (string)pair.Json["access_token"]!), (string)pair.Json["refresh_token"]!);
    }
}
