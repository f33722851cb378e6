using System.Reflection;
using OrleansState.LocalCluster.Processes;
using OrleansState.TestServers;

namespace OrleansState.Api.Tests.OpenApi;

/// <summary>Runs NSwag, as a team would that wants a client, on the document as it is served.</summary>
internal sealed class GeneratedClient : IDisposable
{
    private static readonly string NSwag = typeof(GeneratedClient).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "NSwag").Value!;
    private readonly RunDirectory _run = new("orleans-state-client-");

    public Task<string> CSharpAsync(Uri api) => GenerateAsync(
        api, "openapi2csclient", "ShopClient.cs", "/namespace:Shop", "/JsonLibrary:SystemTextJson", "/GenerateNullableReferenceTypes:true", "/UseBaseUrl:false", "/GenerateOptionalParameters:true");

    public Task<string> TypeScriptAsync(Uri api) => GenerateAsync(api, "openapi2tsclient", "ShopClient.ts", "/template:Fetch", "/typeStyle:Interface", "/GenerateOptionalParameters:true");

    public string File(string name) => _run.File(name);

    /// <summary>Runs a program, and fails with what it wrote unless it ends well.</summary>
    public async Task RunAsync(string program, params string[] arguments)
    {
        await using var process = await ChildProcess.StartAsync(new ChildCommand(program, program, arguments, _run.File($"{program}.log"), new Dictionary<string, string?>()));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{process.LogTail()}");
    }

    public void Dispose() => _run.Dispose();

    /// <summary>The file that came of it.</summary>
    private async Task<string> GenerateAsync(Uri api, string command, string file, params string[] options)
    {
        using var http = new HttpClient { BaseAddress = api };
        await System.IO.File.WriteAllTextAsync(File("v1.json"), await http.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        await RunAsync("dotnet", [NSwag, command, $"/input:{File("v1.json")}", $"/output:{File(file)}", "/className:ShopClient", .. options]);
        return File(file);
    }
}
