namespace OrleansState.Repository.Tests.Layout;

public sealed class PackageLogTests
{
    public static TheoryData<string> Packages => [.. Checkout.Projects.Where(project => project.StartsWith("src/", StringComparison.Ordinal)).Select(project => Path.GetDirectoryName(project)!)];

    /// <summary>
    /// The generator of LoggerMessage (10.0) writes the files that have one in the order of their objects' hash codes, so that
    /// of a package with several no two builds are the same.
    /// </summary>
    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_writes_its_log_lines_in_one_file(string package) =>
        Assert.InRange(Checkout.Files.Count(file => file.StartsWith(package + "/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal)
            && Checkout.Read(file).Contains("[LoggerMessage(", StringComparison.Ordinal)), 0, 1);
}
