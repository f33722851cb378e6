using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace OrleansState.Repository.Tests.Deployment;

public sealed partial class DockerfileTests
{
    private static readonly string Text = Checkout.Read("Dockerfile");

    private static readonly string[] Restored = Restore().Matches(Text).Select(m => m.Groups[1].Value).ToArray();

    [Fact]
    public void Base_images_are_pinned_to_a_patch_of_the_framework_the_code_targets()
    {
        var targets = XDocument.Load(Checkout.Path("Directory.Build.props")).Descendants("TargetFramework").Single().Value["net".Length..];
        var images = From().Matches(Text).Select(m => m.Groups[1].Value).Where(i => i.Contains('/', StringComparison.Ordinal)).ToList();
        Assert.Equal(2, images.Count);
        Assert.All(images, image => Assert.Matches($@"^mcr\.microsoft\.com/dotnet/(sdk|aspnet):{Regex.Escape(targets)}\.\d+-\w+$", image));
    }

    [Fact]
    public void What_is_restored_is_published_and_runs()
    {
        Assert.Equal(["Api", "KafkaBridge", "Silo"], Restored);
        Assert.Equal(Restored, Publish().Matches(Text).Select(m => m.Groups[1].Value));
        Assert.All(Restored, p => Assert.Contains($"COPY --from=build /out/{p} .", Text, StringComparison.Ordinal));
        Assert.All(Restored, p => Assert.Contains($"ENTRYPOINT [\"dotnet\", \"{p}.dll\"]", Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_project_a_restore_needs_is_copied_with_its_lock_file_and_its_sources()
    {
        foreach (var project in Restored.SelectMany(p => Checkout.Closure($"{p}/{p}.csproj")).Distinct())
        {
            var folder = Path.GetDirectoryName(project);
            Assert.Contains($"COPY {project} {folder}/packages.lock.json {folder}/\n", Text, StringComparison.Ordinal);
            Assert.Contains($"COPY {folder}/ {folder}/\n", Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_file_it_copies_from_the_checkout_exists() =>
        Assert.DoesNotContain(Copy().Matches(Text).SelectMany(m => m.Groups[1].Value.Split(' ')[..^1]), f => !Checkout.Exists(f));

    [Fact]
    public void Every_stage_the_compose_file_builds_exists() =>
        Assert.All(ComposeFile.Own, s => Assert.Contains($" AS {s.Target}\n", Text, StringComparison.Ordinal));

    [GeneratedRegex(@"dotnet restore (\S+)")]
    private static partial Regex Restore();

    [GeneratedRegex(@"dotnet publish (\S+) -c Release --no-restore")]
    private static partial Regex Publish();

    [GeneratedRegex(@"^FROM (\S+)", RegexOptions.Multiline)]
    private static partial Regex From();

    [GeneratedRegex(@"^COPY (?!--from)(.+)$", RegexOptions.Multiline)]
    private static partial Regex Copy();
}
