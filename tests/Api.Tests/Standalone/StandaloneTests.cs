using System.Net;
using System.Runtime.Versioning;
using Confluent.Kafka;
using OrleansState.Api.Standalone;
using OrleansState.Api.Tests.Harness;
using OrleansState.LocalCluster.Processes;
using OrleansState.TestServers;

namespace OrleansState.Api.Tests.Standalone;

/// <summary>The whole product in one real process, killed and started again.</summary>
public sealed class StandaloneTests : IDisposable
{
    private readonly RunDirectory _run = new();

    public void Dispose() => _run.Dispose();

    [LongTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cart_clicks_and_token_are_there_after_a_restart_be_it_by_kill_9_or_in_order(bool kill)
    {
        string token;
        await using (var first = await StandaloneProcess.StartAsync(_run))
        {
            token = await RegisterAsync(first, "ada");
            Assert.Equal("apple 1", (await first.PostAsync("/cart/add", """{"item":"apple"}""", token)).Lines());
            Assert.Equal(HttpStatusCode.OK, (await first.PostAsync("/clicks", token: token)).Status);
            await EndAsync(first, kill);
        }

        await using var second = await StandaloneProcess.StartAsync(_run);

        Assert.Equal("apple 1", (await second.GetAsync("/cart", token)).Lines());
        Assert.Equal(1, (int?)(await second.GetAsync("/clicks", token)).Json["total"]);
        Assert.Equal(2, (int?)(await second.PostAsync("/clicks", token: token)).Json["count"]);
        Assert.NotEmpty(await second.LogInAsync("ada", Password));
    }

    [LongFact]
    public async Task Events_count_although_the_embedded_Kafka_begins_anew_with_each_start()
    {
        await using (var first = await StandaloneProcess.StartAsync(_run))
        {
            await ProduceAsync(first, count: 3);
            await CountsAsync(first, 3);
            await EndAsync(first, kill: true);
        }

        await using var second = await StandaloneProcess.StartAsync(_run);
        await CountsAsync(second, 3);
        await ProduceAsync(second, count: 2);

        await CountsAsync(second, 5);
    }

    [LongFact]
    public async Task The_banner_names_what_answers()
    {
        await using var process = await StandaloneProcess.StartAsync(_run);

        var ready = await process.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.OK, ready.Status);
        Assert.Equal("healthy", (string?)ready.Json["checks"]!["bridge"]);
        Assert.Equal("healthy", (string?)ready.Json["checks"]!["partitions"]);
        Assert.Equal(_run.File("data"), process.Line("data"));
        Assert.Equal(process.BaseAddress + "docs", process.Line("docs"));
        using var kafka = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = process.Line("Kafka") }).Build();
        Assert.Contains(kafka.GetMetadata(Eventually.Patience).Topics, t => t.Topic == "events");
        var admin = await process.LogInAsync("admin", AdminPassword(process));
        Assert.Equal(HttpStatusCode.OK, (await process.GetAsync("/admin/users?username=admin", admin)).Status);
    }

    [LongFact]
    [UnsupportedOSPlatform("windows")]
    public async Task Nobody_but_its_user_can_read_what_it_writes_nor_what_an_earlier_release_wrote()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Files have no such modes there.");
        await using (var first = await StandaloneProcess.StartAsync(_run))
        {
            await RegisterAsync(first, "ada");
            AssertPrivate();
            await EndAsync(first, kill: false);
        }

        foreach (var entry in Written())
            entry.UnixFileMode |= UnixFileMode.GroupRead | UnixFileMode.OtherRead;

        await using var second = await StandaloneProcess.StartAsync(_run);

        AssertPrivate();
    }

    [LongFact]
    public async Task A_page_that_lets_its_own_name_resolve_to_loopback_is_not_answered()
    {
        await using var process = await StandaloneProcess.StartAsync(_run);

        foreach (var host in new[] { "localhost:5080", "127.0.0.1", "[::1]:5080" })
            Assert.Equal(HttpStatusCode.OK, (await RawHttp.SendAsync(process.BaseAddress, $"GET /health/live HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")).Status);
        (await RawHttp.SendAsync(process.BaseAddress, "POST /login/guest HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")).IsProblem(400, "host-not-allowed");
    }

    [Theory]
    [InlineData("http://127.0.0.1:5080", "localhost;127.0.0.1;[::1]")]
    [InlineData("http://localhost:5080;https://[::1]:5443", "localhost;127.0.0.1;[::1]")]
    [InlineData("http://127.0.0.2:5080", "localhost;127.0.0.1;[::1];127.0.0.2")]
    [InlineData("http://127.0.0.1:5080;http://0.0.0.0:5081", null)]
    [InlineData("http://*:5080", null)]
    [InlineData("http://shop.example:5080", null)]
    [InlineData(null, null)]
    public void Names_are_limited_where_the_process_listens_on_loopback_alone(string? urls, string? hosts) => Assert.Equal(hosts, ListenAddresses.LoopbackHosts(urls));

    [LongFact]
    public async Task A_second_process_on_one_data_directory_is_refused_in_a_sentence()
    {
        await using var first = await StandaloneProcess.StartAsync(_run);
        await using var second = await StandaloneProcess.LaunchAsync(_run);

        await AssertRefusedAsync(second, 69, "Data:Directory", "in use by another process");
        Assert.Equal(HttpStatusCode.OK, (await first.GetAsync("/health/ready")).Status);
    }

    [LongFact]
    public async Task A_port_that_is_taken_is_a_sentence()
    {
        await using var first = await StandaloneProcess.StartAsync(_run);
        await using var second = await StandaloneProcess.LaunchAsync(_run, $"ASPNETCORE_URLS={first.BaseAddress}", $"Data__Directory={_run.File("other")}");

        await AssertRefusedAsync(second, 69, "ASPNETCORE_URLS", first.BaseAddress.ToString());
    }

    [LongTheory]
    [InlineData("Data__Directory=", 78, "Data:Directory")]
    [InlineData("Data__Directory=/dev/null/data", 69, "Data:Directory")]
    [InlineData("Cart__IdleTimeout=00:00:00", 78, "Cart:IdleTimeout")]
    [InlineData("Cart__MaxLines=many", 78, "Cart:MaxLines")]
    [InlineData("Kafka__Enabled=perhaps", 78, "Kafka:Enabled")]
    [InlineData("Admin__Users__root=short", 78, "Admin:Users:root")]
    public async Task A_setting_that_is_not_allowed_is_a_sentence_that_names_it(string setting, int exitCode, string key)
    {
        await using var process = await StandaloneProcess.LaunchAsync(_run, setting);

        await AssertRefusedAsync(process, exitCode, key);
    }

    [LongFact]
    public async Task A_signing_key_that_is_none_is_a_sentence()
    {
        Directory.CreateDirectory(_run.File("data"));
        await File.WriteAllTextAsync(_run.File("data/jwt-key.pem"), "no key", TestContext.Current.CancellationToken);
        await using var process = await StandaloneProcess.LaunchAsync(_run);

        await AssertRefusedAsync(process, 78, "jwt-key.pem", "Data:Directory");
    }

    private const string Password = "correct horse";

    private static async Task<string> RegisterAsync(StandaloneProcess process, string username)
    {
        var answer = await process.PostAsync("/register", $$"""{"username":"{{username}}","password":"{{Password}}"}""");
        Assert.True(answer.Status == HttpStatusCode.Created, answer.Text);
        return await process.LogInAsync(username, Password);
    }

    private IEnumerable<FileSystemInfo> Written()
    {
        var data = new DirectoryInfo(_run.File("data"));
        return data.EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Prepend(data);
    }

    private void AssertPrivate()
    {
        const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Contains(Written(), entry => entry.Name == "jwt-key.pem");
        Assert.Contains(Written(), entry => entry.Name.StartsWith("aof.log", StringComparison.Ordinal));
        Assert.All(Written(), entry => Assert.True(entry.UnixFileMode == (entry is DirectoryInfo ? OwnFile | UnixFileMode.UserExecute : OwnFile), $"{entry} is {entry.UnixFileMode}."));
    }

    private static async Task EndAsync(StandaloneProcess process, bool kill)
    {
        if (kill)
        {
            process.Kill();
            await process.ExitAsync();
            return;
        }

        await process.StopAsync();
        Assert.Equal(0, process.ExitCode);
    }

    private static async Task ProduceAsync(StandaloneProcess process, int count)
    {
        using var producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = process.Line("Kafka") }).Build();
        for (var i = 0; i < count; i++)
        {
            await producer.ProduceAsync(
                "events", new Message<string, string> { Key = "42", Value = """{"user_id": 42, "action": "click"}""" }, TestContext.Current.CancellationToken);
        }
    }

    private static async Task CountsAsync(StandaloneProcess process, long total)
    {
        var admin = await process.LogInAsync("admin", AdminPassword(process));
        await Eventually.UntilAsync(
            $"{total} clicks of user 42", async () => (long?)(await process.GetAsync("/admin/users/42/clicks", admin)).Json["total"] == total);
    }

    private static string AdminPassword(StandaloneProcess process) =>
        process.Output.Split('\n').Single(l => l.StartsWith("  admin ", StringComparison.Ordinal)).Split(" / ")[1].Split(' ')[0];

    private static async Task AssertRefusedAsync(StandaloneProcess process, int exitCode, params string[] words)
    {
        var code = await process.ExitAsync();
        Assert.True(code == exitCode, $"It ended with {code}, not {exitCode}, and said: {process.Output}");
        var line = Assert.Single(process.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.All(words, word => Assert.Contains(word, line, StringComparison.Ordinal));
    }
}
