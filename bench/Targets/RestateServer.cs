using System.Net.Http.Json;
using OrleansState.LocalCluster.Processes;

namespace OrleansState.Bench.Targets;

/// <summary>
/// A Restate server with its Node service. npm brings both into a cache directory at the first use; nothing of them is
/// part of this repository.
/// </summary>
internal sealed class RestateServer : IAsyncDisposable
{
    public const string PeerName = "Restate virtual object";

    private readonly PeerProcess _server;
    private readonly PeerProcess _service;
    private readonly RunDirectory _files;

    private RestateServer(PeerProcess server, PeerProcess service, RunDirectory files, int ingress, int admin) =>
        (_server, _service, _files, IngressPort, AdminPort) = (server, service, files, ingress, admin);

    public int IngressPort { get; }

    public int AdminPort { get; }

    public IReadOnlyList<int> Processes => [_server.Process.Pid, _service.Process.Pid];

    /// <param name="kafka">Brokers that its Kafka ingress reads from, or null.</param>
    public static async Task<RestateServer> StartAsync(string? kafka = null)
    {
        var home = await RestateInstallation.EnsureAsync();
        var files = new RunDirectory("orleans-state-restate-");
        var (service, ingress, admin, node) = (FreePort.Next(), FreePort.Next(), FreePort.Next(), FreePort.Next());
        var services = await PeerProcess.StartAsync(
            "Restate's service", "node", [Path.Combine(home, "service.js")],
            new Dictionary<string, string?> { ["SERVICE_PORT"] = $"{service}", ["NODE_ENV"] = "production", ["RESTATE_LOGGING"] = "ERROR" });
        var server = await PeerProcess.StartAsync(
            "restate-server", RestateInstallation.Server(home)!,
            ["--base-dir", "{dir}", "--node-name", "bench", .. Kafka(kafka, files.File("restate.toml"))],
            new Dictionary<string, string?>
            {
                ["RESTATE_INGRESS__BIND_ADDRESS"] = $"127.0.0.1:{ingress}",
                ["RESTATE_ADMIN__BIND_ADDRESS"] = $"127.0.0.1:{admin}",
                ["RESTATE_BIND_ADDRESS"] = $"127.0.0.1:{node}",
                ["RESTATE_LOG_FILTER"] = "warn",
                ["RESTATE_DISABLE_TELEMETRY"] = "true",
                ["DO_NOT_TRACK"] = "1",
            });
        await server.AnsweringAsync(admin, "/health");
        await server.AnsweringAsync(ingress, "/restate/health");
        using var http = new HttpClient();
        var answer = await http.PostAsJsonAsync(new Uri($"http://127.0.0.1:{admin}/deployments"), new { uri = $"http://127.0.0.1:{service}" });
        answer.EnsureSuccessStatusCode();
        return new RestateServer(server, services, files, ingress, admin);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _service.DisposeAsync();
        _files.Dispose();
    }

    private static string[] Kafka(string? brokers, string file)
    {
        if (brokers is null)
            return [];
        File.WriteAllText(file, $"""
            [[ingress.kafka-clusters]]
            name = "bench"
            brokers = ["PLAINTEXT://{brokers}"]

            """);
        return ["--config-file", file];
    }
}
