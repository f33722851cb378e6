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

    [Theory]
    [MemberData(nameof(Projects))]
    public void It_is_part_of_the_solution(string project) =>
        Assert.Contains($"\"{project.Replace('/', '\\')}\"", Checkout.Read("OrleansState.sln"), StringComparison.Ordinal);
}
