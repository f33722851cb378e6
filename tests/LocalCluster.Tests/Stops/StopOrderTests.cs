using Microsoft.Extensions.Hosting;
using OrleansState.Hosting.Settings;
using OrleansState.Silo;

namespace OrleansState.LocalCluster.Tests.Stops;

public sealed class StopOrderTests
{
    /// <summary>A call that meets a silo on its way out fails, and Orleans says so at length.</summary>
    [Fact]
    public void What_calls_grains_by_itself_is_stopped_before_the_silo()
    {
        var hosted = Startup.CreateBuilder(["--Redis:ConnectionString=127.0.0.1:1", "--Kafka:Enabled=false"]).AddClusteredSilo().Services
            .Where(service => service.ServiceType == typeof(IHostedService)).Select(service => service.ImplementationType).ToList();
        var silo = hosted.FindIndex(type => type?.FullName == "Orleans.Hosting.SiloHostedService");
        Assert.NotEqual(-1, silo);

        // Stopped in the other order than they are registered in.
        var callers = hosted.Where(type => type is not null && CallsGrains(type)).ToList();
        Assert.NotEmpty(callers);
        Assert.All(callers, caller => Assert.True(hosted.IndexOf(caller) > silo, $"{caller} is stopped after the silo."));
    }

    private static bool CallsGrains(Type type) => !type.Assembly.GetName().Name!.StartsWith("Orleans.", StringComparison.Ordinal)
        && type.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Any(p => typeof(IGrainFactory).IsAssignableFrom(p.ParameterType));
}
