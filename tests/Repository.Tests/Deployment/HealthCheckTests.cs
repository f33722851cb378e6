using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OrleansState.Hosting.Health;

namespace OrleansState.Repository.Tests.Deployment;

public sealed class HealthCheckTests
{
    private static readonly Dictionary<string, string> AssemblyByTarget = new()
    {
        ["silo"] = "Silo",
        ["api"] = "Api",
        ["bridge"] = "KafkaBridge",
    };

    public static TheoryData<string> Own => ComposeTests.Own;

    [Theory]
    [MemberData(nameof(Own))]
    public void It_asks_the_image_s_own_program_with_the_health_command(string name)
    {
        var service = ComposeFile.Service(name);
        var assembly = AssemblyByTarget[service.Target!];
        Assert.Equal(["CMD", "dotnet", assembly + ".dll"], service.HealthCheck.Take(3));
        Assert.Empty(new RootCommand { HealthCommand.Create() }.Parse([.. service.HealthCheck.Skip(3)]).Errors);
        Assert.Contains("HealthCommand.Create()", Checkout.Read($"{assembly}/Program.cs"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Own))]
    public void Its_address_is_where_the_process_listens_and_a_route_that_is_mapped(string name)
    {
        var service = ComposeFile.Service(name);
        var url = new Uri(service.HealthCheck[^1]);
        Assert.True(url.IsLoopback);
        Assert.Equal(ComposeTests.Listening(service), url.Port);
        Assert.Contains(url.AbsolutePath, MappedRoutes());
    }

    private static List<string?> MappedRoutes()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddHealthChecks();
        var app = builder.Build();
        app.MapHealth();
        return ((IEndpointRouteBuilder)app).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Select(e => e.RoutePattern.RawText).ToList();
    }
}
