using System.Diagnostics;
using System.Xml.Linq;

namespace OrleansState.Repository.Tests;

/// <summary>The working copy the tests were built from.</summary>
internal static class Checkout
{
    public static string Root { get; } = FindRoot();

    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    public static string Read(string relative) => File.ReadAllText(Path(relative));

    public static bool Exists(string relative) => File.Exists(Path(relative)) || Directory.Exists(Path(relative));

    /// <summary>What git knows, and what is new and not ignored: a file counts before its commit.</summary>
    public static IReadOnlyList<string> Files { get; } = Git("ls-files", "--cached", "--others", "--exclude-standard")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(Exists).Distinct().ToArray();

    /// <summary>The projects of this repository, without those of its customers.</summary>
    public static IEnumerable<string> Projects => Files.Where(f => f.EndsWith(".csproj", StringComparison.Ordinal) && !IsOfACustomer(f));

    /// <summary>
    /// What is built from the packages alone, as a customer's code is: a solution of its own, and what the templates make. A test
    /// of its own packs, restores and runs it.
    /// </summary>
    public static bool IsOfACustomer(string file) =>
        file.StartsWith("samples/Wallet/", StringComparison.Ordinal) || file.StartsWith("src/OrleansState.Templates/content/", StringComparison.Ordinal);

    public static XDocument Project(string relative) => XDocument.Load(Path(relative));

    /// <summary>The projects that a project references, as paths from the root.</summary>
    public static IEnumerable<string> References(string project) => Project(project).Descendants("ProjectReference")
        .Select(r => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path(project))!, r.Attribute("Include")!.Value))
        .Select(full => System.IO.Path.GetRelativePath(Root, System.IO.Path.GetFullPath(full)));

    /// <summary>The project itself and all it references, directly or not.</summary>
    public static IReadOnlySet<string> Closure(string project)
    {
        var closure = new HashSet<string> { project };
        var open = new Queue<string>([project]);
        while (open.TryDequeue(out var next))
        {
            foreach (var reference in References(next).Where(closure.Add))
                open.Enqueue(reference);
        }

        return closure;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "OrleansState.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No OrleansState.sln above {AppContext.BaseDirectory}.");
    }

    private static string Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = Root, RedirectStandardOutput = true })!;
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return git.ExitCode == 0 ? output : throw new InvalidOperationException($"git {string.Join(' ', arguments)} ended with {git.ExitCode}.");
    }
}
