using System.Reflection;
using Microsoft.Extensions.Hosting;
using OrleansState.Silo.Dashboards;

namespace OrleansState.LocalCluster.Tests.Dashboards;

/// <summary>The counters are stopped by the name of a type that Orleans keeps to itself; another version may have another.</summary>
public sealed class DashboardCountersTests
{
    [Fact]
    public void Orleans_still_has_the_service_that_takes_them()
    {
        var host = Type.GetType($"{DashboardCounters.DashboardHost}, Orleans.Dashboard");

        Assert.True(host?.IsAssignableTo(typeof(IHostedService)));
        Assert.True(host?.IsAssignableTo(typeof(IDisposable)));
        Assert.Contains(host!.GetFields(BindingFlags.Instance | BindingFlags.NonPublic), f => f.FieldType.Name == "MeterProvider");
    }
}
