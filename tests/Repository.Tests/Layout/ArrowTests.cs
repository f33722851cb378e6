using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace OrleansState.Repository.Tests.Layout;

/// <summary>References run one way: programs know the application, the application knows the packages, packages know packages.</summary>
public sealed class ArrowTests
{
    private static readonly string[] Application = ["Api", "Silo", "KafkaBridge", "Grains", "Grains.Interfaces", "Hosting", "Embedded"];

    public static TheoryData<string> Packages => [.. Checkout.Projects.Where(IsPackage)];

    [Fact]
    public void The_contracts_reference_nothing_but_what_callers_need() =>
        Assert.Equal(["src/OrleansState.Abstractions/OrleansState.Abstractions.csproj"], Checkout.References("Grains.Interfaces/Grains.Interfaces.csproj"));

    [Fact]
    public void The_grains_reference_nothing_but_the_contracts_and_packages() =>
        Assert.Equal(["Grains.Interfaces/Grains.Interfaces.csproj"], Checkout.References("Grains/Grains.csproj").Where(project => !IsPackage(project)));

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_references_packages_only(string project) => Assert.All(Checkout.References(project), reference => Assert.True(IsPackage(reference), reference));

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_shows_the_application_nothing_that_a_customer_does_not_see(string project) =>
        Assert.Empty(Checkout.Project(project).Descendants("InternalsVisibleTo").Select(friend => friend.Attribute("Include")!.Value).Intersect(Application));

    [Fact]
    public void Only_tests_reference_what_proves_grains() => Assert.DoesNotContain(
        Checkout.Projects.Where(project => !project.StartsWith("tests/", StringComparison.Ordinal)),
        project => Checkout.References(project).Contains("src/OrleansState.Testing/OrleansState.Testing.csproj"));

    [Theory]
    [InlineData("Grains.Interfaces")]
    [InlineData("Grains")]
    public void No_http_and_no_Kafka_client_below_the_hosts(string assembly) =>
        Assert.DoesNotContain(
            Product.Named(assembly).GetReferencedAssemblies().Select(r => r.Name!),
            n => n.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || n.StartsWith("Confluent.", StringComparison.Ordinal));

    [Theory]
    [InlineData("KafkaBridge/KafkaBridge.csproj")]
    [InlineData("Hosting/Hosting.csproj")]
    public void A_process_without_a_silo_does_not_reference_the_grains(string project) =>
        Assert.DoesNotContain("Grains/Grains.csproj", Checkout.Closure(project));

    [Fact]
    public void The_Api_uses_no_grain_class_and_no_state() =>
        Assert.DoesNotContain(UsedTypes("Api"), t => IsOfGrains(t) && !t.EndsWith("Options", StringComparison.Ordinal));

    [Fact]
    public void The_bridge_uses_no_type_of_the_grains() => Assert.DoesNotContain(UsedTypes("KafkaBridge"), IsOfGrains);

    private static bool IsPackage(string project) => project.StartsWith("src/", StringComparison.Ordinal);

    private static bool IsOfGrains(string type) =>
        type.StartsWith("OrleansState.Grains.", StringComparison.Ordinal) && type != "OrleansState.Grains.GrainServices";

    private static List<string> UsedTypes(string assembly)
    {
        using var file = new PEReader(File.OpenRead(Product.Named(assembly).Location));
        var metadata = file.GetMetadataReader();
        return metadata.TypeReferences.Select(metadata.GetTypeReference)
            .Select(t => $"{metadata.GetString(t.Namespace)}.{metadata.GetString(t.Name)}").ToList();
    }
}
