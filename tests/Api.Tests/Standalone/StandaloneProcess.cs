using System.Net.Http.Headers;
using System.Text;
using OrleansState.Api.Tests.Harness;
using OrleansState.LocalCluster.Processes;
using OrleansState.TestServers;

namespace OrleansState.Api.Tests.Standalone;

/// <summary>The Api as its own process without a Redis, on a port the system gives it, which its banner names.</summary>
internal sealed class StandaloneProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopPatience = Eventually.Patience;

    private readonly ChildProcess _process;
    private readonly string _log;
    private HttpClient? _http;

    private StandaloneProcess(ChildProcess process, string log) => (_process, _log) = (process, log);

    public string Output => _process.LogTail();

    public int ExitCode => _process.ExitCode;

    public Uri BaseAddress => _http?.BaseAddress ?? throw new InvalidOperationException("The process is not known to serve yet.");

    /// <summary>Starts it on the directory <c>data</c> of <paramref name="run"/>; a setting is <c>Key__Name=value</c>.</summary>
    public static async Task<StandaloneProcess> LaunchAsync(RunDirectory run, params string[] settings)
    {
        var environment = new Dictionary<string, string?>
        {
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["Data__Directory"] = run.File("data"),
            ["Redis__ConnectionString"] = null,
        };
        foreach (var setting in settings)
            environment[setting.Split('=')[0]] = setting.Split('=', 2)[1];
        var log = run.File($"api-{Guid.NewGuid():N}.log");
        return new StandaloneProcess(
            await ChildProcess.StartAsync(new ChildCommand("Api", "dotnet", [Path.Combine(AppContext.BaseDirectory, "Api.dll")], log, environment)), log);
    }

    /// <summary>Starts it and waits until it serves.</summary>
    public static async Task<StandaloneProcess> StartAsync(RunDirectory run, params string[] settings)
    {
        var process = await LaunchAsync(run, settings);
        try
        {
            await Eventually.UntilAsync("the banner of the standalone Api", () => process.HasBanner() || process._process.HasExited, StartPatience);
            process._http = new HttpClient { BaseAddress = new Uri(process.Line("API")), Timeout = Eventually.Patience };
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>The word after a name in the banner.</summary>
    public string Line(string name)
    {
        // Early in what it wrote, and so no longer in the tail of a process that has much to say.
        var line = File.ReadAllText(_log).Split('\n').FirstOrDefault(l => l.StartsWith($"  {name} ", StringComparison.Ordinal));
        Assert.True(line is not null, $"The banner has no line {name}. What the process wrote:\n{Output}");
        return line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
    }

    public Task<Answer> GetAsync(string path, string? token = null) => SendAsync(HttpMethod.Get, path, null, token);

    public Task<Answer> PostAsync(string path, string? json = null, string? token = null) => SendAsync(HttpMethod.Post, path, json, token);

    public async Task<string> LogInAsync(string username, string password) =>
        (string)(await PostAsync("/login", $$"""{"username":"{{username}}","password":"{{password}}"}""")).Json["access_token"]!;

    public void Kill() => _process.Kill();

    /// <summary>SIGTERM, as an init system sends it.</summary>
    public Task StopAsync() => _process.StopAsync(StopPatience);

    public async Task<int> ExitAsync()
    {
        await Eventually.UntilAsync($"the end of the process. It wrote:\n{Output}", () => _process.HasExited, StartPatience);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        await _process.DisposeAsync();
    }

    private bool HasBanner() => Output.Contains("\n  data ", StringComparison.Ordinal);

    private async Task<Answer> SendAsync(HttpMethod method, string path, string? json, string? token)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await _http!.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.ReadAsync(response);
    }
}
