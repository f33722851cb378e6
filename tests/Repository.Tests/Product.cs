using System.Reflection;

namespace OrleansState.Repository.Tests;

/// <summary>The built assemblies of the product, without its tests and tools.</summary>
internal static class Product
{
    private static readonly string[] Names = ["Api", "Embedded", "Grains", "Grains.Interfaces", "Hosting", "KafkaBridge", "OrleansState", "OrleansState.Abstractions", "OrleansState.AspNetCore", "OrleansState.Embedded", "OrleansState.Kafka", "OrleansState.Redis", "Silo"];

    public static IReadOnlyList<Assembly> Assemblies { get; } = Names.Select(Assembly.Load).ToArray();

    public static IEnumerable<Type> Types => Assemblies.SelectMany(a => a.GetTypes());

    public static Assembly Named(string name) => Assemblies.Single(a => a.GetName().Name == name);
}
