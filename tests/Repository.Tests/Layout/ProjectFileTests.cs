using System.Diagnostics;

namespace OrleansState.Repository.Tests.Layout;

public sealed class ProjectFileTests
{
    public static TheoryData<string> Projects => [.. Checkout.Projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Versions_are_central(string project) =>
        Assert.Empty(Checkout.Project(project).Descendants("PackageReference")
            .Where(p => p.Attribute("Version") is not null || p.Attribute("VersionOverride") is not null || p.Element("Version") is not null)
            .Select(p => p.Attribute("Include")?.Value));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_lock_file_lies_beside_it(string project) =>
        Assert.Contains(Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json"), Checkout.Files);

    /// <summary>The web SDK would start it in the project's folder, and <c>./data</c> would lie there.</summary>
    [Theory]
    [InlineData("Api")]
    [InlineData("Silo")]
    [InlineData("KafkaBridge")]
    public void Dotnet_run_starts_it_where_the_command_was_typed(string project)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", $"{project}/{project}.csproj", "-getProperty:RunWorkingDirectory"])
        {
            WorkingDirectory = Checkout.Root,
            RedirectStandardOutput = true,
        };
        using var dotnet = Process.Start(start)!;
        Assert.Equal("", dotnet.StandardOutput.ReadToEnd().Trim());
        dotnet.WaitForExit();
        Assert.Equal(0, dotnet.ExitCode);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void It_is_part_of_the_solution(string project) =>
        Assert.Contains($"\"{project.Replace('/', '\\')}\"", Checkout.Read("OrleansState.sln"), StringComparison.Ordinal);
}
