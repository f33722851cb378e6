using System.Text;
using OrleansState.Repository.Tests;
using OrleansState.TestServers;

namespace OrleansState.Packages.Tests;

/// <summary>What a customer finds in a package.</summary>
public sealed class PackageTests(Workshop workshop)
{
    private const string Templates = "OrleansState.Templates";

    private static readonly string[] Ids = [.. Checkout.Projects.Where(IsPackage).Select(project => Path.GetFileNameWithoutExtension(project)).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Libraries => Ids.Where(id => id != Templates);

    [LongFact]
    public async Task The_feed_has_each_package_and_no_other()
    {
        var feed = await workshop.FeedAsync();

        Assert.Contains("OrleansState", Ids);
        Assert.Equal(Ids.Select(id => $"{id}.{workshop.Version}.nupkg"), Names(feed, "*.nupkg"));
        Assert.Equal(Libraries.Select(id => $"{id}.{workshop.Version}.snupkg"), Names(feed, "*.snupkg"));
    }

    [LongFact]
    public async Task A_package_brings_its_readme_its_icon_and_its_licence()
    {
        var feed = await workshop.FeedAsync();
        Assert.All(Ids, id =>
        {
            using var package = Package.Open(feed, id, workshop.Version);
            Assert.Equal(id, package.Named("id"));
            Assert.NotEmpty(package.Named("description")!);
            foreach (var element in (string[])["readme", "icon", "license"])
                Assert.Contains(package.Named(element)!, package.Files);
            Assert.StartsWith($"# {id}\n", Encoding.UTF8.GetString(package.Read(package.Named("readme")!)), StringComparison.Ordinal);
        });
    }

    [LongFact]
    public async Task A_library_brings_its_documentation_and_its_symbols_with_their_sources()
    {
        var feed = await workshop.FeedAsync();
        Assert.All(Libraries, id =>
        {
            using var package = Package.Open(feed, id, workshop.Version);
            using var symbols = Package.Open(feed, id, workshop.Version, "snupkg");
            Assert.Contains($"lib/net10.0/{id}.dll", package.Files);
            Assert.Contains("<summary>", Encoding.UTF8.GetString(package.Read($"lib/net10.0/{id}.xml")), StringComparison.Ordinal);
            Assert.NotEmpty(EmbeddedSources.In(symbols.Read($"lib/net10.0/{id}.pdb")));
        });
    }

    [LongFact]
    public async Task A_package_depends_on_the_others_as_they_were_packed_with_it()
    {
        var feed = await workshop.FeedAsync();
        Assert.All(Ids, id =>
        {
            using var package = Package.Open(feed, id, workshop.Version);
            Assert.All(package.Dependencies.Where(dependency => Ids.Contains(dependency.Id)), dependency => Assert.Equal(workshop.Version, dependency.Version));
        });
        using var store = Package.Open(feed, "OrleansState.Redis", workshop.Version);
        Assert.Contains("OrleansState", store.Dependencies.Select(dependency => dependency.Id));
    }

    [LongFact]
    public async Task A_copy_of_the_sources_in_another_place_gives_the_same_bytes()
    {
        var feed = await workshop.FeedAsync();

        var again = await workshop.PackAsync(workshop.NewDirectory("elsewhere"));

        Assert.All(Libraries.SelectMany(id => (string[])[$"{id}.nupkg", $"{id}.snupkg"]), file =>
        {
            var (id, extension) = (Path.GetFileNameWithoutExtension(file), Path.GetExtension(file)[1..]);
            using var one = Package.Open(feed, id, workshop.Version, extension);
            using var other = Package.Open(again, id, workshop.Version, extension);
            var built = one.Files.Where(name => name.StartsWith("lib/", StringComparison.Ordinal)).ToArray();
            Assert.NotEmpty(built);
            Assert.All(built, name => Assert.Equal(one.Read(name), other.Read(name)));
        });
    }

    private static bool IsPackage(string project) => project.StartsWith("src/", StringComparison.Ordinal);

    private static IEnumerable<string> Names(string feed, string pattern) =>
        Directory.GetFiles(feed, pattern).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);
}
