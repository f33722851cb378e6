using OrleansState.LocalCluster.Processes;

namespace OrleansState.Bench.Targets;

/// <summary>Brings Restate's packages where the bench finds them, once.</summary>
internal static class RestateInstallation
{
    private static readonly string[] Sources = ["package.json", "service.js", "with-resolvers.js"];

    /// <returns>The directory that holds the service and its packages.</returns>
    /// <exception cref="AbsentException">There is no node, or npm could not bring the packages.</exception>
    public static async Task<string> EnsureAsync()
    {
        if (Programs.Find("node") is null || Programs.Find("npm") is null)
            throw new AbsentException("Restate: node and npm are not installed.");
        var home = Directory.CreateDirectory(Path.Combine(Cache, "restate")).FullName;
        foreach (var source in Sources)
            File.Copy(Path.Combine(PeerProcess.Folder("restate"), source), Path.Combine(home, source), overwrite: true);
        if (Server(home) is null)
            await InstallAsync(home);
        return home;
    }

    /// <summary>The server itself: the package's own start script would leave it behind when it is killed.</summary>
    public static string? Server(string home)
    {
        var packages = Path.Combine(home, "node_modules", "@restatedev");
        return !Directory.Exists(packages) ? null : Directory.EnumerateDirectories(packages, "restate-server-*")
            .Select(package => Path.Combine(package, "bin", "restate-server")).FirstOrDefault(File.Exists);
    }

    private static string Cache => Environment.GetEnvironmentVariable("BENCH_CACHE") is { Length: > 0 } own ? own
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "orleansstate-bench");

    private static async Task InstallAsync(string home)
    {
        await using var npm = await PeerProcess.StartAsync("npm install", "npm", ["install", "--prefix", home, "--no-audit", "--no-fund", "--no-package-lock"]);
        await npm.Process.WaitForExitAsync();
        if (npm.Process.ExitCode != 0 || Server(home) is null)
            throw new AbsentException($"Restate: npm could not bring it. {npm.Process.LogTail()}");
    }
}
