using System.Text.Json;

namespace OrleansState.Repository.Tests.Layout;

public sealed class PackageListTests
{
    [Fact]
    public void The_solution_filter_that_is_packed_names_each_package() => Assert.Equal(
        Checkout.Projects.Where(project => project.StartsWith("src/", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
        JsonDocument.Parse(Checkout.Read("src/Packages.slnf")).RootElement.GetProperty("solution").GetProperty("projects").EnumerateArray()
            .Select(project => project.GetString()!.Replace('\\', '/')).Order(StringComparer.Ordinal));
}
