using System.Security.Cryptography;
using OrleansState.LocalCluster.Processes;
using OrleansState.Repository.Tests;
using OrleansState.TestServers.Shells;

namespace OrleansState.Packages.Tests;

/// <summary>
/// A copy of the checkout, packed once for all tests. Nothing is built in the checkout itself, which other tests run from, and
/// nothing stays: the copy, the feed, what is restored from it and the installed templates lie in one directory that goes with
/// the tests.
/// </summary>
/// <remarks>
/// The version is another for each run, so that no restore ever finds the packages of an earlier one. Packages of others are
/// taken from where the machine has them already.
/// </remarks>
public sealed class Workshop : IAsyncDisposable
{
    private readonly RunDirectory _directory = new("orleans-state-packages-");
    private readonly string _suffix = $"test.{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
    private readonly Lazy<Task<string>> _feed;
    private int _shells;

    public Workshop() => _feed = new(() => PackAsync(Source));

    public string Version => $"0.1.0-{_suffix}";

    /// <summary>The copy.</summary>
    public string Source => Inside("orleansstate");

    /// <summary>The folder with the packages, where a checkout has them after <c>dotnet pack</c>.</summary>
    public Task<string> FeedAsync() => _feed.Value;

    /// <summary>An empty directory.</summary>
    public string NewDirectory(string name) => Directory.CreateDirectory(Inside(name)).FullName;

    /// <summary>A shell whose dotnet has templates and packages of its own.</summary>
    /// <param name="directory">Where it starts.</param>
    /// <param name="variables">Further variables.</param>
    public Shell OpenShell(string directory, params IEnumerable<(string Name, string? Value)> variables) => new(directory, new Dictionary<string, string?>(
        variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Value)))
    {
        ["DOTNET_CLI_HOME"] = Inside($"home-{Interlocked.Increment(ref _shells)}"),
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
        ["NUGET_PACKAGES"] = Inside("restored"),
        ["NUGET_FALLBACK_PACKAGES"] = PackagesOfTheMachine,
        ["VersionSuffix"] = _suffix,
        ["OrleansStateVersion"] = Version,
        ["TreatWarningsAsErrors"] = "true",
        // The lock files of the copy name the version of a release.
        ["CI"] = null,
        // Build servers would outlive the tests.
        ["UseSharedCompilation"] = "false",
        ["UseRazorBuildServer"] = "false",
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
    });

    /// <summary>Copies the checkout and packs the copy. The analyzers, a third of the time, have looked at the checkout when it was built.</summary>
    /// <returns>The folder with the packages.</returns>
    public async Task<string> PackAsync(string directory)
    {
        CopySources(directory);
        await using var shell = OpenShell(directory);
        await shell.MustAsync("dotnet pack src/Packages.slnf -o artifacts/packages -p:RunAnalyzersDuringBuild=false");
        return Path.Combine(directory, "artifacts", "packages");
    }

    private static void CopySources(string directory)
    {
        foreach (var file in Checkout.Files)
        {
            var copy = Path.Combine(directory, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Checkout.Path(file), copy);
        }
    }

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string PackagesOfTheMachine =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private string Inside(string name) => _directory.File(name);
}
