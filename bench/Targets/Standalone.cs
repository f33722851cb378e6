using OrleansState.LocalCluster.Processes;

namespace OrleansState.Bench.Targets;

/// <summary>The Api with nothing set: silo and store in its own process.</summary>
internal sealed class Standalone : IAsyncDisposable
{
    private readonly PeerProcess _process;

    private Standalone(PeerProcess process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public int Pid => _process.Process.Pid;

    public static async Task<Standalone> StartAsync()
    {
        var port = FreePort.Next();
        var settings = Product.Quiet(Token.Settings);
        settings["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        settings["Kafka:Enabled"] = "false";
        settings["Data:Directory"] = "{dir}";
        var (host, arguments) = PeerProcess.DotNet("Api");
        var process = await PeerProcess.StartAsync(
            "standalone Api", host, arguments, settings.ToDictionary(s => s.Key.Replace(":", "__", StringComparison.Ordinal), s => s.Value));
        try
        {
            await process.AnsweringAsync(port, "/health/ready");
            return new Standalone(process, port);
        }
        catch (ServerStartException fault)
        {
            await process.DisposeAsync();
            throw new AbsentException($"The standalone Api did not start: {fault.Message}", fault);
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
