using OrleansState.Bench.Load;
using OrleansState.LocalCluster.Processes;

namespace OrleansState.Bench.Targets;

/// <summary>A peer's process, with its files in a directory that goes when it does.</summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly RunDirectory _directory;

    private PeerProcess(RunDirectory directory, ChildProcess process) => (_directory, Process) = (directory, process);

    public ChildProcess Process { get; }

    /// <summary>Where the build put the peers that are not .NET.</summary>
    public static string Folder(string peer) => Path.Combine(AppContext.BaseDirectory, "peers", peer);

    /// <summary>The dotnet that runs this process, and the arguments that make it run one of the peers' assemblies.</summary>
    public static (string Host, string[] Arguments) DotNet(string assembly, params string[] arguments) =>
        (Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "dotnet" ? own
            : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
        [Path.Combine(AppContext.BaseDirectory, assembly + ".dll"), .. arguments]);

    /// <param name="name">What messages call it.</param>
    /// <param name="file">The program.</param>
    /// <param name="arguments">Its arguments; <c>{dir}</c> becomes a directory of its own.</param>
    /// <param name="environment">Its settings.</param>
    public static async Task<PeerProcess> StartAsync(
        string name, string file, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var directory = new RunDirectory("orleans-state-peer-");
        try
        {
            var own = arguments.Select(a => a.Replace("{dir}", directory.FullPath, StringComparison.Ordinal)).ToArray();
            var settings = environment?.ToDictionary(e => e.Key, e => e.Value?.Replace("{dir}", directory.FullPath, StringComparison.Ordinal));
            return new PeerProcess(directory, await ChildProcess.StartAsync(new ChildCommand(name, file, own, directory.File("log"), settings)));
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <summary>Waits until it answers a path with success.</summary>
    public async Task AnsweringAsync(int port, string path)
    {
        var request = HttpMessage.Get(path);
        if (!await Readiness.WaitAsync(Process, _ => Task.FromResult(Answers()), Patience, CancellationToken.None))
            throw ServerStartException.For(Process, "ended at its start");

        bool Answers()
        {
            using var http = new HttpConnection(port);
            try
            {
                return http.Exchange(request) is >= 200 and < 300;
            }
            catch (Exception notYet) when (notYet is System.Net.Sockets.SocketException or IOException)
            {
                return false;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        _directory.Dispose();
    }
}
