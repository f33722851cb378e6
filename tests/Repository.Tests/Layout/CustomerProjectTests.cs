using System.Xml.Linq;

namespace OrleansState.Repository.Tests.Layout;

/// <summary>What the templates make and the sample with a solution of its own know this repository by its packages alone.</summary>
public sealed class CustomerProjectTests
{
    public static TheoryData<string> ProjectFiles => [.. Checkout.Files.Where(file => Checkout.IsOfACustomer(file) && Path.GetExtension(file) is ".csproj" or ".props")];

    private static Dictionary<string, string> Central { get; } = Versions(XDocument.Load(Checkout.Path("Directory.Packages.props")));

    [Fact]
    public void There_are_some()
    {
        Assert.Contains("samples/Wallet/Silo/Wallets.Silo.csproj", ProjectFiles.Select(file => file.Data));
        Assert.Contains("src/OrleansState.Templates/content/solution/Shop.csproj", ProjectFiles.Select(file => file.Data));
    }

    [Theory]
    [MemberData(nameof(ProjectFiles))]
    public void They_reference_no_project_outside_their_own_folder(string file)
    {
        var own = Checkout.Path(file.StartsWith("samples/", StringComparison.Ordinal) ? "samples/Wallet/" : "src/OrleansState.Templates/content/solution/");
        Assert.All(
            Checkout.Project(file).Descendants("ProjectReference").Select(reference => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Checkout.Path(file))!, reference.Attribute("Include")!.Value))),
            reference => Assert.StartsWith(own, reference, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(ProjectFiles))]
    public void They_use_the_versions_of_others_that_the_packages_are_tested_with(string file) => Assert.All(
        Versions(Checkout.Project(file)).Where(package => !package.Key.StartsWith("OrleansState", StringComparison.Ordinal)),
        package => Assert.Equal(Central[package.Key], package.Value));

    private static Dictionary<string, string> Versions(XDocument project)
    {
        var properties = project.Descendants("PropertyGroup").Elements().ToLookup(property => $"$({property.Name.LocalName})", property => property.Value);
        return project.Descendants("PackageReference").Concat(project.Descendants("PackageVersion"))
            .Where(package => package.Attribute("Version") is not null)
            .ToDictionary(package => package.Attribute("Include")!.Value, package => package.Attribute("Version")!.Value is var version && properties.Contains(version) ? properties[version].First() : version);
    }
}
